import { isIP, isIPv6 } from 'node:net';
import { IpNetworks, plainAddress } from '../../lib/ip-networks.js';

/** Of an `IncomingMessage`. */
export interface AddressedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** Where requests come from. Addresses are keys of limits: IPv4 as it is, IPv6 by its /64, which is what one household or machine has. */
export interface ClientAddresses {
  of(request: AddressedRequest): string;
  /** Whether an address is one of those whose word is taken: what they open they open for others. */
  isProxy(address: string | undefined): boolean;
}

/**
 * `trustedProxies` are addresses and networks (`10.0.0.0/8`). Only what comes from one of them may say by `X-Forwarded-For` whom it
 * comes for: the last address there that is no trusted proxy itself, since everything before it is what somebody claims.
 */
export function createClientAddresses(trustedProxies: readonly string[]): ClientAddresses {
  const trusted = trustedProxies.length === 0 ? null : new IpNetworks(trustedProxies);
  const isProxy = (address: string | undefined): boolean =>
    trusted !== null && address !== undefined && trusted.has(plainAddress(address));
  return {
    isProxy,
    of({ headers, socket }) {
      const peer = plainAddress(socket.remoteAddress ?? '');
      if (trusted === null || !trusted.has(peer)) return keyOf(peer);
      let client = peer;
      for (const hop of hopsOf(headers['x-forwarded-for']).reverse()) {
        // What is no address tells nothing, and neither does what stands before it.
        if (isIP(hop) === 0) break;
        client = hop;
        if (!trusted.has(hop)) break;
      }
      return keyOf(client);
    },
  };
}

function hopsOf(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text.split(',').map((each) => plainAddress(withoutPort(each.trim())));
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;
}

/** The first four groups of an IPv6 address; anything else as it is. */
function keyOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // An IPv4 address at the end stands for two groups.
  const groups = before.length + after.length + (address.includes('.') ? 1 : 0);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups);
  const all = [...before, ...new Array<string>(zeros).fill('0'), ...after];
  const first = all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${first.join(':')}::/64`;
}
