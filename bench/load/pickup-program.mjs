// Submits tasks and reads when their handlers began: a few at a time, as many as go, and at half of that.
import { openSync, readFileSync, statSync } from 'node:fs';
import { answering } from '../lib/answering.mjs';
import { percentile } from '../lib/figures.mjs';
import { monotonicMs } from '../lib/pickup-record.mjs';

/** Submitted and not begun, at most, while the maximum is looked for. */
const OUTSTANDING = 64;
const ALL_BEGUN_WITHIN_MS = 20_000;

let contestant;
let file;
let sent = 0;

answering({
  async open({ module, ...setup }) {
    file = setup.file;
    openSync(file, 'a');
    const { open } = await import(new URL(module, import.meta.url).href);
    contestant = await open(setup);
  },
  /** So many per second; the latencies of what was sent after the first tenth of the time. */
  async paced({ seconds, perSecond }) {
    const from = monotonicMs();
    const before = sent;
    const answers = [];
    for (let elapsed = 0; elapsed < seconds * 1_000; elapsed = monotonicMs() - from) {
      while (sent - before < (elapsed / 1_000) * perSecond) answers.push(submit());
      await later(1);
    }
    await Promise.all(answers);
    await allBegun();
    const latencies = latenciesFrom(before + Math.floor((sent - before) / 10));
    return { p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95), p99: percentile(latencies, 0.99) };
  },
  /** Handlers begun per second, in the last half of the time. */
  async most({ seconds }) {
    const until = monotonicMs() + seconds * 1_000;
    const half = monotonicMs() + seconds * 500;
    let isOver = false;
    let middle = null;
    const submitting = async () => {
      while (!isOver) {
        if (sent - begun() < OUTSTANDING) await submit();
        else await later(0);
      }
    };
    const all = Promise.all(Array.from({ length: 16 }, submitting));
    while (monotonicMs() < until) {
      await later(5);
      if (middle === null && monotonicMs() >= half) middle = { atMs: monotonicMs(), begun: begun() };
    }
    const perSecond = (begun() - middle.begun) / ((monotonicMs() - middle.atMs) / 1_000);
    isOver = true;
    await all;
    await allBegun();
    return perSecond;
  },
  close: () => contestant.close(),
});

function submit() {
  sent += 1;
  return contestant.submit(monotonicMs());
}

function begun() {
  return statSync(file).size / 8;
}

async function allBegun() {
  const until = monotonicMs() + ALL_BEGUN_WITHIN_MS;
  while (begun() < sent) {
    if (monotonicMs() > until) throw new Error(`${String(sent - begun())} of ${String(sent)} tasks were never begun`);
    await later(5);
  }
}

function latenciesFrom(index) {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength)).subarray(index);
}

function later(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
