// Subscribers on a socket each, and one more that submits tasks: as many messages as go, and how late they are at a given pace.
import { answering } from '../lib/answering.mjs';
import { cpuSeconds } from '../lib/cpu-seconds.mjs';
import { percentile } from '../lib/figures.mjs';
import { FAN_OUT_SUBMIT, FAN_OUT_SUBSCRIPTION } from './operations.mjs';
import { frame, openRawSocket } from './raw-socket.mjs';

const CONNECTED_AT_ONCE = 100;
const JOINED_WITHIN_MS = 60_000;
const COME_WITHIN_MS = 30_000;
/** Nothing more is on its way when nothing has come for twice so long; longer where one event is many messages. */
const QUIET_MS = 250;
const QUIET_MS_PER_SUBSCRIBER = 0.1;
/** Messages on their way at once, at least one event's and at most 64 events'. */
const IN_FLIGHT = 8_000;
/** Of the wall clock, looked at to find out how it compares with the monotonic one. */
const TICKS = 20;
/** Shorter ones are the protocol's own. */
const EVENT_BYTES = 100;

const SUBMISSION = JSON.stringify({ query: FAN_OUT_SUBMIT, variables: { payload: { text: 'hello' } } });

let sockets = [];
let submitter;
let submitted = 0;
let received = [];
let total = 0;
let onMessage = () => undefined;
let problem = null;

answering({
  /** Resolves when every subscriber has had an event, and nothing is on its way any more. */
  async join({ port, subscribers, filters, stalled = 0 }) {
    received = new Array(subscribers).fill(0);
    sockets = [];
    submitter = await openRawSocket({ port, onMessage: ignore });
    for (let i = 0; i < subscribers; i += CONNECTED_AT_ONCE) {
      const length = Math.min(CONNECTED_AT_ONCE, subscribers - i);
      sockets.push(
        ...(await Promise.all(
          Array.from({ length }, (_, j) => subscriber(port, i + j, filters[(i + j) % filters.length])),
        )),
      );
    }
    const until = performance.now() + JOINED_WITHIN_MS;
    while (received.includes(0)) {
      if (problem !== null) throw new Error(problem);
      if (performance.now() > until) throw new Error('not every subscriber has had an event');
      submit();
      await later(quietMs());
    }
    await quiet();
    for (const socket of sockets.slice(0, stalled)) socket.pause();
  },
  /** Messages per second, with so many on their way all the time, and what of the server's processor they took. */
  async most({ seconds, warmUpSeconds, serverPid }) {
    const subscribers = sockets.length;
    const inFlight = Math.min(64, Math.max(1, Math.round(IN_FLIGHT / subscribers)));
    const from = total;
    let sent = 0;
    let isOver = false;
    const pump = () => {
      while (!isOver && sent < Math.floor((total - from) / subscribers) + inFlight) {
        sent += 1;
        submit();
      }
    };
    onMessage = () => {
      if ((total - from) % subscribers === 0) pump();
    };
    pump();
    await later(warmUpSeconds * 1_000);
    const [messages, cpu, atMs] = [total, cpuSeconds(serverPid), performance.now()];
    await later(seconds * 1_000);
    const figures = {
      perSecond: (total - messages) / ((performance.now() - atMs) / 1_000),
      perCpuSecond: (total - messages) / (cpuSeconds(serverPid) - cpu),
    };
    isOver = true;
    await allCome(() => total - from, sent * subscribers);
    await quiet();
    return figures;
  },
  /**
   * From commit to receipt, over all readers that are not stalled: an upper bound, for it is counted from the later of two instants
   * before the commit, that of sending the submission and that of the event, which has whole milliseconds.
   */
  async paced({ seconds, perSecond, stalled = 0 }) {
    const before = [...received];
    const sentAt = [];
    const decidedAt = [];
    const latencies = [];
    const wallOffset = offsetOfTheWallClock();
    onMessage = (i, payload) => {
      const receivedAt = performance.now();
      const event = received[i] - before[i] - 1;
      decidedAt[event] ??= Math.max(sentAt[event], instantOf(payload) - wallOffset);
      latencies.push(Math.max(0, receivedAt - decidedAt[event]));
    };
    const from = performance.now();
    for (let elapsed = 0; elapsed < seconds * 1_000; elapsed = performance.now() - from) {
      while (sentAt.length < (elapsed / 1_000) * perSecond) {
        sentAt.push(performance.now());
        submit();
      }
      await later(1);
    }
    await allCome(() => latencies.length, (sockets.length - stalled) * sentAt.length);
    return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), worst: percentile(latencies, 1) };
  },
  leave() {
    for (const socket of [submitter, ...sockets]) socket.end();
    sockets = [];
  },
});

/** Under an id of its own, for those before may still be on their way. */
function submit() {
  submitted += 1;
  submitter.sendFrame(frame(`{"id":"${String(submitted)}","type":"subscribe","payload":${SUBMISSION}}`));
}

async function subscriber(port, i, filter) {
  const socket = await openRawSocket({
    port,
    onMessage(payload) {
      if (payload.length < EVENT_BYTES) return;
      if (received[i] === 0 && !payload.includes('"taskLifecycle":{')) problem ??= payload.toString().slice(0, 300);
      received[i] += 1;
      total += 1;
      onMessage(i, payload);
    },
  });
  socket.send({ id: '1', type: 'subscribe', payload: { query: FAN_OUT_SUBSCRIPTION, variables: { filter } } });
  return socket;
}

/** What is to be taken from an instant of the wall clock, so that it compares with `performance.now()`. */
function offsetOfTheWallClock() {
  const atTicks = Array.from({ length: TICKS }, () => {
    const before = Date.now();
    let now = before;
    while (now === before) now = Date.now();
    return now - performance.now();
  });
  // Whoever was held up behind a tick has read too little.
  return Math.max(...atTicks);
}

/** When the event happened, in milliseconds of the wall clock. */
function instantOf(payload) {
  const [, instant] = /"occurredAt":"([^"]+)"/.exec(payload.toString()) ?? [];
  return Date.parse(instant);
}

function quietMs() {
  return Math.max(QUIET_MS, sockets.length * QUIET_MS_PER_SUBSCRIBER);
}

async function quiet() {
  for (let [last, times] = [total, 0]; times < 2; times += 1) {
    await later(quietMs());
    if (last !== total) [last, times] = [total, -1];
  }
}

async function allCome(count, expected) {
  const until = performance.now() + COME_WITHIN_MS;
  while (count() < expected) {
    if (performance.now() > until) throw new Error(`${String(expected - count())} messages did not come`);
    await later(10);
  }
  onMessage = ignore;
}

function ignore() {
  return undefined;
}

function later(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
