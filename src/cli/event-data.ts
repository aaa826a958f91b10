import { LineSplitter } from '../lib/line-splitter.js';

/** The data of each server-sent event, in order. Lines beyond `maxLineBytes` are cut. */
export async function* eventData(body: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator<string> {
  const ready: string[] = [];
  let data: string[] = [];
  const lines = new LineSplitter(maxLineBytes, (line) => {
    if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
    if (line !== '' || data.length === 0) return;
    ready.push(data.join('\n'));
    data = [];
  });
  for await (const chunk of body) {
    lines.push(Buffer.from(chunk));
    yield* ready.splice(0);
  }
}
