import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Quotas } from './quotas.js';

/** Those beyond the limit of their address. They are told so when they ask for something, which they have to do soon. */
export interface ExcessConnections {
  has(socket: Socket): boolean;
}

/** That are listened to, of all addresses together; more are ended without a word. */
const MOST_TOLD = 256;
const ASKS_WITHIN_MS = 5_000;

/** Counts the connections of `server` by where they come from, from their first to their last moment. */
export function countConnections(server: Server, quotas: Quotas): ExcessConnections {
  const excess = new Set<Socket>();
  server.on('connection', (socket) => {
    const release = quotas.connected(socket);
    if (release !== null) {
      socket.once('close', release);
      // It may have gone before anybody looked.
      if (socket.destroyed) release();
      return;
    }
    if (excess.size >= MOST_TOLD) {
      socket.destroy();
      return;
    }
    excess.add(socket);
    const timer = setTimeout(() => socket.destroy(), ASKS_WITHIN_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      excess.delete(socket);
    });
  });
  return excess;
}
