import { describe, expect, it } from '@jest/globals';
import { type CallerRequest, createCallers } from '../../src/server/callers.js';

function request(host: string | undefined, origin?: string, localAddress = '127.0.0.1'): CallerRequest {
  return {
    headers: { ...(host !== undefined && { host }), ...(origin !== undefined && { origin }) },
    socket: { localAddress },
  };
}

describe('callers', () => {
  const callers = createCallers('127.0.0.1', ['https://pool.example.com']);
  const verdict = (...parameters: Parameters<typeof request>): string =>
    callers.refusalOf(request(...parameters)) === null ? 'welcome' : 'refused';

  it.each([
    '127.0.0.1:4000',
    'localhost:4000',
    'localhost',
    'LOCALHOST:80',
    'app.localhost:4000',
    '[::1]:4000',
    '127.8.9.1',
    'localhost.:4000',
    'pool.example.com',
  ])('answers to the host %s', (host) => {
    expect(verdict(host)).toBe('welcome');
  });

  it.each([
    'evil.com',
    'evil.com:4000',
    '127.0.0.1.evil.com',
    'localhost.evil.com',
    'notlocalhost',
    '10.0.0.1:4000',
    '',
    'localhost:4000@evil.com',
    'a b',
    '[::2]:4000',
  ])('does not answer to the host %j', (host) => {
    expect(verdict(host)).toBe('refused');
  });

  it('does not answer to no host', () => {
    expect(verdict(undefined)).toBe('refused');
  });

  it('answers to the address of the connection itself, which no name can be rebound to', () => {
    expect(verdict('10.0.0.1:4000', undefined, '10.0.0.1')).toBe('welcome');
    expect(verdict('10.0.0.1:4000', undefined, '::ffff:10.0.0.1')).toBe('welcome');
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:4000', 'http://[::1]:9', 'https://pool.example.com'])(
    'lets pages of %s call',
    (origin) => {
      expect(verdict('localhost:4000', origin)).toBe('welcome');
    },
  );

  it.each([
    'http://evil.com',
    'null',
    '',
    'https://pool.example.com.evil.com',
    'https://pool.example.com:8443',
    'http://localhost.evil.com',
    'file://',
    'chrome-extension://localhost',
  ])('does not let pages of %j call', (origin) => {
    expect(verdict('localhost:4000', origin)).toBe('refused');
  });

  it('lets its own pages call under an allowed name', () => {
    expect(verdict('pool.example.com', 'https://pool.example.com')).toBe('welcome');
    expect(callers.crossOrigin(request('pool.example.com', 'https://pool.example.com'))).toBeNull();
  });

  it('knows which origins need leave to read the answer', () => {
    expect(callers.crossOrigin(request('localhost:4000', 'http://localhost:3000'))).toBe('http://localhost:3000');
    expect(callers.crossOrigin(request('localhost:4000'))).toBeNull();
  });
});
