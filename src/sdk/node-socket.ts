import WebSocket from 'ws';

const OPEN_WITHIN_MS = 10_000;

/** The WebSocket of Node, which has none of its own before 22; one that does not open in time is given up. */
export class NodeSocket extends WebSocket {
  constructor(address: string, protocols: string | string[]) {
    super(address, protocols, { handshakeTimeout: OPEN_WITHIN_MS });
  }
}
