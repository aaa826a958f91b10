import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/**
 * The floor: it looks as if it spoke the protocol, but whoever subscribes gets everything, one string made once for all. What is left
 * is what `ws` and the sockets cost.
 */
export function createHttpServer(_schema, model) {
  const http = createServer();
  const server = new WebSocketServer({ server: http, path: '/graphql' });
  const subscribed = new Set();
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { id, type, payload } = JSON.parse(data.toString());
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
      else if (payload.query.startsWith('subscription')) subscribed.add(socket);
      else {
        const { cursor } = model.submitTask(payload.variables.payload);
        socket.send(`{"id":"${id}","type":"next","payload":{"data":{"submitTask":{"cursor":"${cursor}"}}}}`);
        socket.send(`{"id":"${id}","type":"complete"}`);
      }
    });
    socket.on('close', () => subscribed.delete(socket));
  });
  model.listen(({ cursor, occurredAt, type, agentId, attempt, task }) => {
    const { id, status, payload, priority, createdAt } = task;
    const shown = {
      cursor,
      occurredAt,
      type,
      agentId,
      attempt,
      task: { id, type: task.type, status, payload, priority, createdAt },
    };
    const text = JSON.stringify({ id: '1', type: 'next', payload: { data: { taskLifecycle: shown } } });
    for (const socket of subscribed) socket.send(text);
  });
  return http;
}
