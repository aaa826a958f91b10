import { fileURLToPath } from 'node:url';
import { startServer } from '../lib/server.mjs';
import { submitter } from './client.mjs';

/** PROCESS agents: child processes of the server with our handler in them. */
export async function open({ handlersAtOnce, file }) {
  const handlers = fileURLToPath(new URL('handlers.mjs', import.meta.url));
  const args = ['--size', String(handlersAtOnce), '--handlers', handlers, '--max-queue', '100000'];
  const server = await startServer(args, { env: { AGENT_PICKUP_FILE: file } });
  const { submit, dispose } = submitter(server.url);
  return {
    submit,
    async close() {
      await dispose();
      await server.stop();
    },
  };
}
