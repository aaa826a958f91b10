import { installPeers } from './peers.mjs';
import { startProgram } from './program.mjs';
import { postgres, redis } from './services.mjs';
import { temporaryFolder } from './temporary.mjs';

const PROGRAM = new URL('../load/queue-program.mjs', import.meta.url).pathname;

const peer = (name) => `../peers/queues/${name}.mjs`;

/** What a queue is opened with, by its name in the tables. */
export const QUEUES = [
  { name: 'ours, in memory', module: '../queues/ours.mjs', setup: { durability: 'memory' } },
  { name: 'ours, fsync', module: '../queues/ours.mjs', setup: { durability: 'fsync' } },
  { name: 'BullMQ, Redis fsync always', module: peer('bullmq'), service: redis.always },
  { name: 'BullMQ, Redis fsync every second', module: peer('bullmq'), service: redis.everysec },
  { name: 'graphile-worker, Postgres', module: peer('graphile-worker'), service: postgres, sharesQueues: true },
  { name: 'pg-boss, Postgres', module: peer('pg-boss'), service: postgres },
  { name: 'plainjob, SQLite fsync', module: peer('plainjob'), setup: { durability: 'fsync' } },
  { name: 'bare SQLite, group commit, fsync', module: '../queues/bare-sqlite.mjs', setup: { durability: 'fsync' } },
  { name: 'fastq, in memory', module: peer('fastq') },
  { name: 'piscina, in memory', module: peer('piscina') },
];

/** Lets `measure` ask a queue in a fresh process of its own. */
export async function withQueue({ module, setup = {}, service }, given, measure) {
  if (module.includes('/peers/')) {
    const problem = installPeers();
    if (problem !== null) throw new Error(problem);
  }
  const { port, connectionString } = (await service?.()) ?? {};
  const folder = temporaryFolder();
  const program = startProgram(PROGRAM);
  try {
    await program.ask('open', { module, ...setup, port, connectionString, folder: folder.path, ...given });
    const figures = await measure(program);
    await program.ask('close');
    return figures;
  } finally {
    await program.stop();
    folder.remove();
  }
}
