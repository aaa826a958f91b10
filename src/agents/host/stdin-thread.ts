import { Socket } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { LineSplitter } from '../../lib/line-splitter.js';
import { endAll } from './end-all.js';

/**
 * Reads the server's lines on a thread of its own, so that one thing is noticed even while a handler
 * blocks the main thread: the end of standard input, which means that the server is gone, by whatever
 * death. Then the process ends at once, with everything it has started.
 */
const splitter = new LineSplitter(Infinity, (line) => {
  if (line !== '') parentPort?.postMessage(line);
});
const stdin = new Socket({ fd: 0, readable: true, writable: false });
stdin.on('data', (chunk: Buffer) => {
  splitter.push(chunk);
});
stdin.on('error', () => undefined);
stdin.on('close', () => {
  endAll();
});
