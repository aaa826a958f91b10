#!/usr/bin/env node
// @ts-check
import { fileURLToPath } from 'node:url';
import { openEmbeddedPool } from 'coordination-pool/embedded';

/*
 * A pool inside one's own program, without a server: counts the words of the files named on the command line, two at a time.
 */

const SUBMIT = `mutation ($payload: JSONObject!) {
  submitTask(input: { type: GENERAL, payload: $payload }) { task { id } }
}`;
const ENDS = `subscription ($after: Cursor) {
  taskLifecycle(after: $after, filter: { types: [COMPLETED, FAILED, CANCELLED] }) { task { id payload result error { message } } }
}`;

const pool = await openEmbeddedPool({
  handlers: fileURLToPath(new URL('../pack/index.mjs', import.meta.url)),
  size: 2,
  environment: { ...process.env, AGENT_ROOT: process.cwd() },
});
try {
  const { pool: before } = await pool.execute('{ pool { cursor } }');
  const waiting = new Set();
  for (const path of process.argv.slice(2)) {
    const { submitTask } = await pool.execute(SUBMIT, { payload: { path } });
    waiting.add(submitTask.task.id);
  }
  if (waiting.size > 0) {
    for await (const { taskLifecycle } of pool.subscribe(ENDS, { after: before.cursor })) {
      const { id, payload, result, error } = taskLifecycle.task;
      console.log(`${payload.path} ${error === null ? `${result.words} words` : error.message}`);
      waiting.delete(id);
      if (waiting.size === 0) break;
    }
  }
} finally {
  await pool.close();
}
