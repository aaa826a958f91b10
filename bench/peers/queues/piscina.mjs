import { Piscina } from 'piscina';

/** Nothing is kept anywhere: what sending a task to a thread and its answer back costs. */
export function open() {
  const filename = new URL('piscina-thread.mjs', import.meta.url).href;
  const pool = new Piscina({ filename, minThreads: 1, maxThreads: 1, concurrentTasksPerWorker: 16 });
  return { lifecycle: () => pool.run({ text: 'hello' }), close: () => pool.destroy() };
}
