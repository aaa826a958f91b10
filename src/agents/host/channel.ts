import { Readable } from 'node:stream';
import type { AgentMessage } from '../protocol.js';

/** The way to the server. */
export type Send = (message: AgentMessage) => void;

/**
 * Takes standard input and output for the protocol alone, and must be called before anybody else's code
 * runs: what that code knows as its standard output is standard error, and its standard input is empty.
 *
 * A message begins with a newline of its own, so that what native code or a grandchild may still put
 * into the stream without one spoils no message. Writing to a pipe is synchronous here, so what is
 * sent last before the process ends arrives.
 */
export function takeChannel(): Send {
  const { stdout } = process;
  stdout.on('error', () => {
    // The server is gone; the end of standard input says so too, and ends this process.
  });
  Object.defineProperty(process, 'stdout', { value: process.stderr, configurable: true, enumerable: true });
  Object.defineProperty(process, 'stdin', { value: Readable.from([]), configurable: true, enumerable: true });
  return (message) => {
    stdout.write(`\n${JSON.stringify(message)}\n`);
  };
}
