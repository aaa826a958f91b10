import { freePort } from './free-port.mjs';
import { installPeers } from './peers.mjs';
import { SERVER_CORE } from './pinning.mjs';
import { startProgram } from './program.mjs';
import { startServer } from './server.mjs';

const PROGRAM = new URL('../peers/servers/program.mjs', import.meta.url).pathname;
/** Tasks that wait before anything is measured: a page of them. */
const TASKS = 100;

/** Our server with nothing on disk, for what is measured is the way to it; a warning is the least that it logs. */
export async function startOurs({ agents, execArgv = [], args = [] }) {
  const settings = [
    '--durability',
    'memory',
    '--agent-kind',
    'REMOTE',
    '--size',
    String(agents),
    '--max-queue',
    '1000000',
  ];
  const unbounded = ['--max-operations-per-socket', '10000'];
  const quiet = ['--log-level', 'warn', '--port', String(await freePort())];
  const server = await startServer([...settings, ...quiet, ...unbounded, ...args], { core: SERVER_CORE, execArgv });
  for (let i = 0; i < agents + TASKS; i += 1)
    await ask(server.port, { query: 'mutation { submitTask(input: { payload: { text: "hello" } }) { cursor } }' });
  return server;
}

/** One of `peers/servers`, as a process of its own. */
export async function startPeer({ server, typeGraphQL = false, execArgv = [] }) {
  const problem = installPeers();
  if (problem !== null) throw new Error(problem);
  const program = startProgram(PROGRAM, { core: SERVER_CORE, execArgv, env: { NODE_ENV: 'production' } });
  const port = await program.ask('listen', { server, typeGraphQL });
  return { pid: program.pid, port, stop: program.stop };
}

/** The data of an answer over HTTP; throws where there are errors. */
export async function ask(port, body) {
  const response = await fetch(`http://127.0.0.1:${String(port)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
