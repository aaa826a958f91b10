import { parentPort, workerData } from 'node:worker_threads';
import { HttpCalls } from '../http-calls.js';
import type { HeartData, HeartOrder, HeartWord } from './heart-messages.js';
import { Pulse } from './pulse.js';

/*
 * The thread of heartbeats. It asks the thread that works for nothing: it is told what to name, and sees by one shared number
 * whether that thread still turns.
 */

const { address, headers, turns, turnEveryMs, maxBlockedMs } = workerData as HeartData;
const calls = new HttpCalls(address, headers, 0);
const pulses = new Map<string, Pulse>();

const say = (word: HeartWord): void => parentPort?.postMessage(word);

parentPort?.on('message', (order: HeartOrder) => {
  if (order.type === 'join') {
    pulses.set(order.agentId, new Pulse(calls, order, say));
    return;
  }
  const pulse = pulses.get(order.agentId);
  switch (order.type) {
    case 'leave':
      pulse?.stop();
      pulses.delete(order.agentId);
      return;
    case 'hold':
      pulse?.hold(order.leaseToken);
      return;
    case 'release':
      pulse?.release(order.leaseToken, order.tell);
      return;
    case 'progress':
      pulse?.tell(order.leaseToken, { progress: order.progress, note: order.note });
  }
});

let seen = Atomics.load(turns, 0);
let blockedMs = 0;
let lookedAtMs = performance.now();

setInterval(() => {
  const nowMs = performance.now();
  // Time in which this thread did not run either was not the other one's doing.
  const sinceMs = Math.min(nowMs - lookedAtMs, 2 * turnEveryMs);
  lookedAtMs = nowMs;
  const turn = Atomics.load(turns, 0);
  const wasVouchedFor = blockedMs < maxBlockedMs;
  if (turn === seen) {
    blockedMs += sinceMs;
    if (wasVouchedFor && blockedMs >= maxBlockedMs) for (const pulse of pulses.values()) pulse.pause();
    return;
  }
  seen = turn;
  if (!wasVouchedFor) {
    say({ type: 'unblocked', blockedMs: Math.round(blockedMs) });
    for (const pulse of pulses.values()) pulse.resume();
  }
  blockedMs = 0;
}, turnEveryMs);
