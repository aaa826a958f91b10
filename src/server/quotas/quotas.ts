import type { Socket } from 'node:net';
import { Rejection } from '../../core/rejection.js';
import { type Bucket, Buckets } from './buckets.js';
import type { Client } from './client.js';
import { type AddressedRequest, type ClientAddresses, createClientAddresses } from './client-address.js';
import { Places } from './places.js';

/** Names are those of the configuration's keys. */
export interface QuotaLimits {
  /** Units of cost a second, and at once; null: no limit. */
  readonly rateLimit: { readonly perSecond: number; readonly burst: number } | null;
  readonly maxConnectionsPerAddress: number;
  /** Of WebSockets: those connections that are somebody's for as long as they last. */
  readonly maxConnectionsPerPrincipal: number;
  readonly maxSubscriptionsPerAddress: number;
  readonly maxSubscriptionsPerPrincipal: number;
  readonly trustedProxies: readonly string[];
}

export type QuotaName = Exclude<keyof QuotaLimits, 'trustedProxies'>;

export interface QuotasOptions extends QuotaLimits {
  /** Told of each refusal, for figures. */
  readonly onMet?: (limit: QuotaName) => void;
}

/** Frees what was taken, once. */
export type Release = () => void;

/** When somebody who has too much open may come again. */
const AGAIN_AFTER_MS = 1_000;

/**
 * How much each principal and each address may use: one table for all transports. Without authentication, and of those who are not
 * let in, the address is all that is known. Everything here refuses with RATE_LIMITED and `retryAfterMs`.
 */
export class Quotas {
  readonly addresses: ClientAddresses;
  readonly #options: QuotasOptions;
  /** Apart, so that nobody who calls himself like an address has that address's. */
  readonly #rates: { readonly principals: Buckets; readonly addresses: Buckets } | null;
  readonly #connections: { readonly addresses: Places; readonly principals: Places };
  readonly #subscriptions: { readonly addresses: Places; readonly principals: Places };

  constructor(options: QuotasOptions) {
    const { rateLimit } = options;
    this.#options = options;
    this.addresses = createClientAddresses(options.trustedProxies);
    this.#rates = rateLimit === null ? null : { principals: new Buckets(rateLimit), addresses: new Buckets(rateLimit) };
    this.#connections = {
      addresses: new Places(options.maxConnectionsPerAddress),
      principals: new Places(options.maxConnectionsPerPrincipal),
    };
    this.#subscriptions = {
      addresses: new Places(options.maxSubscriptionsPerAddress),
      principals: new Places(options.maxSubscriptionsPerPrincipal),
    };
  }

  /** What `client` may still spend; null where nothing is counted. */
  bucketOf({ caller, address }: Client): Bucket | null {
    if (this.#rates === null) return null;
    const { principal } = caller;
    return principal === null ? this.#rates.addresses.of(address) : this.#rates.principals.of(principal.name);
  }

  /** Null where `bucket` has so many units; they are not taken yet. */
  rateRefusal(bucket: Bucket | null, units: number): Rejection | null {
    const retryAfterMs = bucket?.msUntil(units) ?? 0;
    if (retryAfterMs === 0) return null;
    this.#options.onMet?.('rateLimit');
    const limit = this.#options.rateLimit?.perSecond ?? 0;
    return new Rejection('RATE_LIMITED', `More than ${limit} units of cost a second were asked for.`, {
      ...{ limit, retryAfterMs },
    });
  }

  /** Takes so many units, or says why not. */
  charge(client: Client, units: number): Rejection | null {
    const bucket = this.bucketOf(client);
    const refusal = this.rateRefusal(bucket, units);
    if (refusal === null) bucket?.spend(units);
    return refusal;
  }

  /** A connection has been made, by whoever is at its other end. Null where that has too many; of a trusted proxy they are not counted. */
  connected(socket: Socket): Release | null {
    if (this.addresses.isProxy(socket.remoteAddress)) return () => undefined;
    const address = this.addresses.of({ headers: {}, socket });
    return this.#place(this.#connections.addresses, address, 'maxConnectionsPerAddress');
  }

  /** A WebSocket is asked for. Through a trusted proxy it counts for whom it comes from; any other has been counted. */
  upgraded(request: AddressedRequest): Release | null {
    if (!this.addresses.isProxy(request.socket.remoteAddress)) return () => undefined;
    return this.#place(this.#connections.addresses, this.addresses.of(request), 'maxConnectionsPerAddress');
  }

  /** A WebSocket has told who it is. */
  identified({ caller }: Client): Release | null {
    if (caller.principal === null) return () => undefined;
    return this.#place(this.#connections.principals, caller.principal.name, 'maxConnectionsPerPrincipal');
  }

  get tooManyConnections(): Rejection {
    const { maxConnectionsPerAddress: limit } = this.#options;
    return new Rejection('RATE_LIMITED', `An address has at most ${limit} connections at once.`, {
      ...{ limit, retryAfterMs: AGAIN_AFTER_MS },
    });
  }

  /** Something goes on for long: a subscription, a stream, a call over MCP. Throws where there are too many already. */
  subscribed({ caller, address }: Client): Release {
    const { addresses, principals } = this.#subscriptions;
    const ofAddress = this.#place(addresses, address, 'maxSubscriptionsPerAddress');
    if (ofAddress === null) throw tooMany('An address', addresses.limit);
    if (caller.principal === null) return ofAddress;
    const ofPrincipal = this.#place(principals, caller.principal.name, 'maxSubscriptionsPerPrincipal');
    if (ofPrincipal === null) {
      ofAddress();
      throw tooMany('A principal', principals.limit);
    }
    return () => {
      ofAddress();
      ofPrincipal();
    };
  }

  #place(places: Places, key: string, limit: QuotaName): Release | null {
    const release = places.take(key);
    if (release === null) this.#options.onMet?.(limit);
    return release;
  }
}

function tooMany(who: string, limit: number): Rejection {
  return new Rejection('RATE_LIMITED', `${who} has at most ${limit} subscriptions, streams and calls at once.`, {
    ...{ limit, retryAfterMs: AGAIN_AFTER_MS },
  });
}
