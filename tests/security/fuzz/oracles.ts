/** What no answer may hold, whatever was sent. */
const NEVER: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an internal error', /INTERNAL_SERVER_ERROR|Internal server error/],
  ['a status of 500', /^HTTP\/1\.1 50[0-2]/],
  ['a stack', /(?:\\n|\n) {4}at [\w.<>]+ \(|\bnode:internal\//],
  ['a path of the server', /node_modules|\/dist\/|\.js:\d+/],
  ['a file', /root:x:0:0/],
  ['[object Object]', /\[object \w+\]/],
];

/**
 * What is wrong with the answer; none where nothing is. `secrets` are texts that only the server and its
 * operator know; what the caller sent himself may come back, in a pong for example.
 */
export function leaksIn(answer: string, sent: string, secrets: readonly string[]): string[] {
  const patterns = NEVER.filter(([, pattern]) => pattern.test(answer) && !pattern.test(sent)).map(([what]) => what);
  const told = secrets.filter((secret) => answer.includes(secret) && !sent.includes(secret));
  return [...patterns, ...told.map((secret) => `the secret ${secret.slice(0, 12)}`)];
}

/** Whether it was let in, as far as one can see from outside. */
export function isAccepted(answer: string): boolean {
  if (answer.includes('"type":"next"')) return true;
  if (!/^HTTP\/1\.1 200/.test(answer)) return false;
  return !/"errors":\[|"isError":true|"error":\{/.test(answer);
}
