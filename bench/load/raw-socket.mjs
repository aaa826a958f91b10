import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const EMPTY = Buffer.alloc(0);
/** A mask of zeros leaves the payload as it is, and the protocol allows it. */
const MASK = Buffer.alloc(4);

/**
 * A WebSocket that costs the load next to nothing: it speaks `graphql-transport-ws`, hands each whole message on as bytes
 * (a view that is only good meanwhile), and reads nothing into it. Resolves when the server has acknowledged the connection.
 *
 * @param {{ port: number, onMessage: (payload: Buffer) => void, onClose?: () => void }} options
 */
export function openRawSocket({ port, onMessage, onClose = () => undefined }) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let rest = EMPTY;
    let isUpgraded = false;
    let isAcknowledged = false;
    const raw = {
      send: (message) => socket.write(frame(JSON.stringify(message))),
      sendFrame: (bytes) => socket.write(bytes),
      pause: () => socket.pause(),
      end: () => socket.destroy(),
    };
    socket.on('data', (chunk) => {
      let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (!isUpgraded) {
        const end = data.indexOf('\r\n\r\n');
        if (end < 0) {
          rest = data;
          return;
        }
        if (!data.subarray(0, 12).toString().includes('101')) {
          reject(new Error(`no WebSocket at port ${String(port)}`));
          socket.destroy();
          return;
        }
        isUpgraded = true;
        data = data.subarray(end + 4);
        raw.send({ type: 'connection_init' });
      }
      rest = eachFrame(data, (opcode, payload) => {
        if (opcode === 9) socket.write(frame(payload, 10));
        if (opcode !== 1 && opcode !== 2) return;
        if (isAcknowledged) onMessage(payload);
        else if (payload.includes('connection_ack')) {
          isAcknowledged = true;
          resolve(raw);
        }
      });
    });
    socket.once('error', reject);
    socket.once('close', () => {
      reject(new Error('closed before it was acknowledged'));
      onClose();
    });
    socket.write(
      [
        'GET /graphql HTTP/1.1',
        `Host: 127.0.0.1:${String(port)}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Protocol: graphql-transport-ws',
        '\r\n',
      ].join('\r\n'),
    );
  });
}

/** What is sent again and again is made once. */
export function frame(payload, opcode = 1) {
  const body = Buffer.from(payload);
  const { length } = body;
  const head = length < 126 ? Buffer.from([0x80 | opcode, 0x80 | length]) : Buffer.alloc(4);
  if (length >= 126) {
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | 126;
    head.writeUInt16BE(length, 2);
  }
  return Buffer.concat([head, MASK, body]);
}

/** Calls back for each whole frame and gives what is left. */
function eachFrame(data, onFrame) {
  let at = 0;
  while (data.length - at >= 2) {
    let length = data[at + 1] & 0x7f;
    let body = at + 2;
    if (length === 126) {
      if (data.length < body + 2) break;
      length = data.readUInt16BE(body);
      body += 2;
    } else if (length === 127) {
      if (data.length < body + 8) break;
      length = Number(data.readBigUInt64BE(body));
      body += 8;
    }
    if (data.length < body + length) break;
    onFrame(data[at] & 0x0f, data.subarray(body, body + length));
    at = body + length;
  }
  return at === data.length ? EMPTY : data.subarray(at);
}
