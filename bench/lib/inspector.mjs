import { once } from 'node:events';
import WebSocket from 'ws';

/**
 * Asks a Node process that was started with `--inspect=127.0.0.1:PORT` for its memory after a full collection, in bytes, without its
 * own code knowing of it.
 *
 * @returns {Promise<{ heapUsed: number, external: number, rss: number }>}
 */
export async function memoryOf(inspectPort) {
  const [{ webSocketDebuggerUrl }] = await (await fetch(`http://127.0.0.1:${String(inspectPort)}/json`)).json();
  const socket = new WebSocket(webSocketDebuggerUrl);
  await once(socket, 'open');
  let asked = 0;
  const ask = (method, params) =>
    new Promise((resolve) => {
      const id = (asked += 1);
      const listen = (data) => {
        const answer = JSON.parse(data.toString());
        if (answer.id !== id) return;
        socket.off('message', listen);
        resolve(answer.result);
      };
      socket.on('message', listen);
      socket.send(JSON.stringify({ id, method, params }));
    });
  for (let i = 0; i < 2; i += 1) await ask('HeapProfiler.collectGarbage');
  const expression = 'JSON.stringify(process.memoryUsage())';
  const { result } = await ask('Runtime.evaluate', { expression });
  socket.close();
  return JSON.parse(result.value);
}
