/** The request got no answer at all: server gone, connection refused, network cut. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/**
 * `fetch` for an address that answers with JSON, whatever the status. Rejects with `UnreachableError` where nothing
 * answers, and with a plain sentence where something answers that is not the server (a proxy's error page, say):
 * "Unexpected token '<'" helps nobody.
 */
export async function jsonFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(input, init);
  } catch (error) {
    if (init?.signal?.aborted === true) throw error;
    throw new UnreachableError('The server does not answer. Is it running?', { cause: error });
  }
  const type = response.headers.get('content-type') ?? '';
  if (!/^application\/([\w.-]+\+)?json\b/.test(type)) {
    const what = type === '' ? 'no content type' : type;
    throw new Error(`Expected JSON, but the answer was ${String(response.status)} with ${what}.`);
  }
  return response;
}
