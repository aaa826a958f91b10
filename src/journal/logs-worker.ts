import { parentPort, workerData } from 'node:worker_threads';
import type { LogsRequest } from './logs-aside.js';
import { restoreBackup } from './restore.js';
import { verifyLogs } from './verify.js';

/* The thread of `logsAside`. */

const request = workerData as LogsRequest;
if (request.kind === 'restore') restoreBackup(request.backup, request.dataDirectory);
parentPort?.postMessage(verifyLogs(request.kind === 'restore' ? request.dataDirectory : request.path));
