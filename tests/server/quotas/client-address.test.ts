import { describe, expect, it } from '@jest/globals';
import { isNetwork } from '../../../src/lib/ip-networks.js';
import { createClientAddresses } from '../../../src/server/quotas/client-address.js';

const from = (remoteAddress: string, forwarded?: string) => ({
  headers: { 'x-forwarded-for': forwarded },
  socket: { remoteAddress },
});

describe('the address of a client', () => {
  const direct = createClientAddresses([]);
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ])('of %s is %s', (remote, expected) => {
    expect(direct.of(from(remote))).toBe(expected);
  });

  it('is not what somebody claims who is no trusted proxy', () => {
    expect(direct.of(from('192.0.2.1', '198.51.100.7'))).toBe('192.0.2.1');
    const behind = createClientAddresses(['10.0.0.0/8']);
    expect(behind.of(from('192.0.2.1', '198.51.100.7'))).toBe('192.0.2.1');
  });

  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['1.2.3.4, 198.51.100.7', '198.51.100.7'],
    ['1.2.3.4, 198.51.100.7, 10.0.0.9', '198.51.100.7'],
    ['198.51.100.7:4711', '198.51.100.7'],
    ['"unknown", 10.0.0.9', '10.0.0.9'],
    ['[2001:db8:1:2::9]:4711', '2001:db8:1:2::/64'],
    ['10.0.0.8, 10.0.0.9', '10.0.0.8'],
    ['', '10.0.0.1'],
  ])('is the last that the trusted proxies do not vouch for in %j', (forwarded, expected) => {
    const behind = createClientAddresses(['10.0.0.0/8']);
    expect(behind.of(from('10.0.0.1', forwarded))).toBe(expected);
    expect(behind.of(from('::ffff:10.0.0.1', forwarded))).toBe(expected);
  });
});

it.each([
  ['10.0.0.0/8', true],
  ['10.0.0.0/33', false],
  ['2001:db8::/32', true],
  ['::1', true],
  ['10.0.0', false],
  ['10.0.0.0/8/8', false],
  ['localhost', false],
])('takes %s for a network: %s', (text, expected) => {
  expect(isNetwork(text)).toBe(expected);
});
