const BYTES = 16;

/** 128 random bits as text. Works on pages without TLS too, where browsers have no `randomUUID`. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
