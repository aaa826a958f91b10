// @ts-check
import { DISCOVERY } from './discovery.mjs';
import { GENERAL } from './general.mjs';
import { HEARTBEAT } from './heartbeat.mjs';
import { INGEST } from './ingest.mjs';
import { MIGRATION } from './migration.mjs';
import { RESEARCH } from './research.mjs';

/**
 * The handlers that `npm start` serves with: one for each type of task.
 *
 * @type {import('coordination-pool/agent').Handlers}
 */
export default { DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL };
