import { Worker } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { SqliteThread } from '../../src/journal/sqlite-thread.js';

function threadOf(program: string): SqliteThread {
  return new SqliteThread(new Worker(program, { eval: true }));
}

describe('the thread of a journal', () => {
  it('gives answers to the calls in their order', async () => {
    const thread = threadOf(`
      const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ kind, ask }) => {
        parentPort.postMessage({ ok: true, answer: ask?.after ?? null });
        if (kind === 'close') parentPort.close();
      });
    `);
    const answers = [1, 2, 3].map((after) => thread.call('read', { after, limit: 1 }));
    expect(await Promise.all(answers)).toEqual([1, 2, 3]);
    await thread.end();
  });

  it('rejects all that waits with IO when it dies, and all that is asked later', async () => {
    const thread = threadOf(`require('node:worker_threads').parentPort.once('message', () => process.exit(3))`);
    const waiting = [1, 2].map((after) => thread.call('read', { after, limit: 1 }));
    const results = await Promise.allSettled(waiting);
    expect(results).toMatchObject(results.map(() => ({ status: 'rejected', reason: { code: 'IO' } })));
    await thread.ended;
    await expect(thread.call('listSnapshots', null)).rejects.toMatchObject({ code: 'IO' });
    await thread.end();
  });

  it('says what threw in it', async () => {
    const thread = threadOf(`throw new Error('no such disk')`);
    await expect(thread.opened()).rejects.toMatchObject({
      code: 'IO',
      message: expect.stringContaining('no such disk'),
    });
    await thread.ended;
  });

  it('drops answers that come after it was given up', async () => {
    const thread = threadOf(`
      const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ kind }) => {
        if (kind === 'append') return parentPort.postMessage({ ok: false, code: 'IO', message: 'broken' });
        parentPort.postMessage({ ok: true, answer: 'too late' });
        if (kind === 'close') parentPort.close();
      });
    `);
    const records = new Uint8Array();
    const append = thread.call('append', { expected: 0, epoch: 1, count: 0, records });
    const next = thread.call('read', { after: 0, limit: 1 });
    const given = append.catch((error: unknown) => {
      thread.fail(error as never);
      throw error;
    });
    await expect(given).rejects.toMatchObject({ code: 'IO' });
    await expect(next).rejects.toMatchObject({ code: 'IO', message: 'broken' });
    await thread.end();
  });
});
