import { createHash, randomBytes } from 'node:crypto';

/** What a REMOTE agent proves itself with; told once, only its hash is kept. */
export function newSessionToken(): string {
  return `session_${randomBytes(32).toString('base64url')}`;
}

/** SHA-256 in hex. The token is random, so it needs no salt. */
export function sessionTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
