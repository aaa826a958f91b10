// So many connections, each with one request on its way: requests per second over HTTP or WebSocket, and the latency of each.
import { connect } from 'node:net';
import { answering } from '../lib/answering.mjs';
import { cpuSeconds } from '../lib/cpu-seconds.mjs';
import { percentile } from '../lib/figures.mjs';
import { OPERATIONS } from './operations.mjs';
import { frame, openRawSocket } from './raw-socket.mjs';

/** What the last answers get to come in. */
const LAST_ANSWERS_SECONDS = 0.2;

answering({
  http: (job) => measure(job, httpConnection),
  websocket: (job) => measure(job, socketConnection),
});

async function measure(
  { port, query, variables, connections, seconds, warmUpSeconds, serverPid, submissionsPerSecond },
  open,
) {
  const run = { answers: 0, latencies: [], isOver: false, isMeasuring: false, problem: null };
  const body = JSON.stringify({ query, variables });
  const opened = await Promise.all(Array.from({ length: connections }, () => open({ port, body, run })));
  const submitting = submissionsPerSecond > 0 ? submitBeside(port, 1_000 / submissionsPerSecond) : null;
  await passed(warmUpSeconds);
  run.isMeasuring = true;
  const [from, before, cpu] = [performance.now(), run.answers, cpuSeconds(serverPid)];
  await passed(seconds);
  const took = (performance.now() - from) / 1_000;
  const answers = run.answers - before;
  const perCpuSecond = answers / (cpuSeconds(serverPid) - cpu);
  run.isOver = true;
  clearInterval(submitting);
  // What is on its way is let in, so that no server has to complain of a connection that is gone.
  await passed(LAST_ANSWERS_SECONDS);
  for (const end of opened) end();
  if (run.problem !== null) throw new Error(run.problem);
  return {
    perSecond: answers / took,
    perCpuSecond,
    p50: percentile(run.latencies, 0.5),
    p99: percentile(run.latencies, 0.99),
  };
}

/** Through another connection, so that no answer can be kept from one request to the next. */
function submitBeside(port, everyMs) {
  const { query, variables } = OPERATIONS.submit;
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  };
  const submit = () => fetch(`http://127.0.0.1:${String(port)}/graphql`, request).then((response) => response.text());
  return setInterval(() => void submit().catch(() => undefined), everyMs);
}

function answered(run, sentAt) {
  run.answers += 1;
  if (run.isMeasuring) run.latencies.push(performance.now() - sentAt);
}

/** Keep-alive, and no more of HTTP than there is in the answers: a length, or chunks that end with an empty one. */
function httpConnection({ port, body, run }) {
  const request = Buffer.from(
    [
      'POST /graphql HTTP/1.1',
      `host: 127.0.0.1:${String(port)}`,
      'content-type: application/json',
      'accept: application/json',
      `content-length: ${String(Buffer.byteLength(body))}`,
      '',
      body,
    ].join('\r\n'),
  );
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let sentAt = 0;
    let chunks = [];
    let missing = null;
    const send = () => {
      sentAt = performance.now();
      socket.write(request);
    };
    const take = () => {
      chunks = [];
      missing = null;
      answered(run, sentAt);
      if (!run.isOver) send();
    };
    socket.on('data', (chunk) => {
      if (missing !== null && missing > 0) {
        missing -= chunk.length;
        if (missing <= 0) take();
        return;
      }
      chunks.push(chunk);
      const data = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = data.latin1Slice(0, end).toLowerCase();
      if (!head.startsWith('http/1.1 200'))
        run.problem = `${head.split('\r\n')[0]} ${data.subarray(end, end + 200).toString()}`;
      const length = /content-length: (\d+)/.exec(head);
      if (length !== null) {
        missing = Number(length[1]) - (data.length - end - 4);
        if (missing <= 0) take();
      } else if (data.subarray(-5).equals(LAST_CHUNK)) take();
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      send();
      resolve(() => socket.destroy());
    });
  });
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');

async function socketConnection({ port, body, run }) {
  let sentAt = 0;
  const request = frame(`{"id":"1","type":"subscribe","payload":${body}}`);
  const send = () => {
    sentAt = performance.now();
    socket.sendFrame(request);
  };
  const onMessage = (payload) => {
    const start = payload.latin1Slice(0, Math.min(120, payload.length));
    if (start.includes('"complete"')) {
      answered(run, sentAt);
      if (!run.isOver) send();
    } else if (start.includes('"error"') || start.includes('"errors"')) run.problem = payload.toString().slice(0, 300);
  };
  const socket = await openRawSocket({ port, onMessage });
  send();
  return () => socket.end();
}

function passed(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}
