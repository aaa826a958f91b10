/** What every contestant's task carries, as JSON. */
export const PAYLOAD = '{"text":"hello"}';
