import { startProgram } from '../lib/program.mjs';
import { startServer } from '../lib/server.mjs';
import { submitter } from './client.mjs';

/** REMOTE agents: in one other process, a socket and a subscription to assignments for each. */
export async function open({ handlersAtOnce, file }) {
  const server = await startServer(['--size', '0', '--agent-kind', 'REMOTE', '--max-queue', '100000']);
  const path = new URL('remote-agents.mjs', import.meta.url).pathname;
  const agents = startProgram(path, { env: { AGENT_PICKUP_FILE: file } });
  await agents.ask('work', { url: server.url, agents: handlersAtOnce });
  const { submit, dispose } = submitter(server.url);
  return {
    submit,
    async close() {
      await dispose();
      await agents.stop();
      await server.stop();
    },
  };
}
