/*
 * What the relay has to know of a JSON-RPC message of MCP, of either generation of the protocol.
 */

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids of the requests in a message, or in a batch of them: each of them is owed an answer. */
export function requestIdsOf(message: unknown): readonly unknown[] {
  return (Array.isArray(message) ? (message as unknown[]) : [message])
    .filter((each): each is Json => isObject(each) && typeof each['method'] === 'string' && each['id'] !== undefined)
    .map(({ id }) => id);
}

/** The request that a notification calls off, undefined for any other message. */
export function cancelledIdOf(message: unknown): unknown {
  if (!isObject(message) || message['method'] !== 'notifications/cancelled') return undefined;
  return isObject(message['params']) ? message['params']['requestId'] : undefined;
}

/** Whether it may do something, so that nobody but its sender can tell whether to send it again. */
export function mayAct(message: unknown): boolean {
  return (Array.isArray(message) ? (message as unknown[]) : [message]).some(
    (each) => isObject(each) && each['method'] === 'tools/call',
  );
}

const NAMED_BY: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/**
 * The headers that streamable HTTP wants for it: since 2026-07-28 every request carries its revision, which its headers repeat together
 * with method and name; before, the header is the revision that was negotiated once.
 */
export function headersOf(message: unknown, negotiated: string | null): Readonly<Record<string, string>> {
  const params = isObject(message) && isObject(message['params']) ? message['params'] : {};
  const meta = isObject(params['_meta']) ? params['_meta'] : {};
  const revision = meta['io.modelcontextprotocol/protocolVersion'];
  if (!isObject(message) || typeof revision !== 'string' || message['id'] === undefined)
    return negotiated === null ? {} : { 'mcp-protocol-version': negotiated };
  const method = String(message['method']);
  const name = params[NAMED_BY[method] ?? ''];
  return {
    ...{ 'mcp-protocol-version': headerText(revision), 'mcp-method': headerText(method) },
    ...(typeof name === 'string' && { 'mcp-name': headerText(name) }),
  };
}

/** As the protocol has it for what a header cannot hold as it is. */
function headerText(value: string): string {
  const isPlain = /^[!-~](?:[ -~]*[!-~])?$/.test(value) && !/^=\?base64\?.*\?=$/.test(value);
  return isPlain ? value : `=?base64?${Buffer.from(value).toString('base64')}?=`;
}

export function errorAnswer(id: unknown, code: number, message: string): Json {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

export const PARSE_ERROR = -32_700;
export const SERVER_ERROR = -32_000;
