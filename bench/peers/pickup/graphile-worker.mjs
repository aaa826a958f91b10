import { Logger, makeWorkerUtils } from 'graphile-worker';
import pg from 'pg';
import { startProgram } from '../../lib/program.mjs';

export async function open({ handlersAtOnce, file, connectionString }) {
  const pgPool = new pg.Pool({ connectionString, max: 20 });
  pgPool.on('error', console.error);
  pgPool.on('connect', (client) => client.on('error', console.error));
  const utils = await makeWorkerUtils({ pgPool, logger: new Logger(() => () => undefined) });
  await utils.migrate();
  await pgPool.query('TRUNCATE graphile_worker._private_jobs');
  const path = new URL('graphile-worker-worker.mjs', import.meta.url).pathname;
  const worker = startProgram(path, { env: { AGENT_PICKUP_FILE: file } });
  await worker.ask('work', { connectionString, handlersAtOnce });
  return {
    submit: (sentAtMs) => utils.addJob('task', { text: 'hello', sentAtMs }),
    async close() {
      await worker.stop();
      await utils.release();
      await pgPool.end();
    },
  };
}
