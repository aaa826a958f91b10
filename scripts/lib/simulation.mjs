import { transformFileSync } from '@swc/core';
import { fork } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { filesUnder } from './fingerprint.mjs';
import { ROOT } from './root.mjs';

const WORKER = fileURLToPath(new URL('simulation-worker.mjs', import.meta.url));
const OPTIONS = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } };

const layouts = new Set();
process.once('exit', () => layouts.forEach(removeLayout));

export function layOutSimulation(name) {
  return layOut(name, ['tests/simulation', 'tests/support']);
}

/**
 * Lays out tests as Node can run them without Jest, beside a copy of `dist` under the name of `src`; `name` is for people. Gives the
 * folder, which is removed at our end at the latest.
 *
 * @param {string} name
 * @param {readonly string[]} tests folders
 */
export function layOut(name, tests) {
  mkdirSync(join(ROOT, '.cache', 'simulation'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache', 'simulation', `${name}-`));
  layouts.add(folder);
  cpSync(join(ROOT, 'dist'), join(folder, 'src'), {
    recursive: true,
    filter: (path) => !/\.(?:d\.ts|map)$|\/console$/.test(path),
  });
  for (const path of tests.flatMap((under) => filesUnder(under))) {
    if (!path.endsWith('.ts') || path.endsWith('.test.ts')) continue;
    const to = join(folder, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, transformFileSync(join(ROOT, path), { ...OPTIONS, configFile: false, swcrc: false }).code);
  }
  return folder;
}

/** The module of the simulation in a folder that was laid out. */
export function simulationIn(folder) {
  return import(pathToFileURL(join(folder, 'tests/simulation/simulate.js')).href);
}

export function removeLayout(folder) {
  layouts.delete(folder);
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Plays seeds in processes of their own, so that all cores work and none of them can hang us: a round that takes longer
 * than `ROUND_MS` is broken too. `next` gives the next seed, null for no more.
 *
 * @param {string} folder
 * @param {number} workers
 * @param {{ next: () => number | null, onRound: (round: object) => void }} play
 */
export async function playSeeds(folder, workers, play) {
  await Promise.all(Array.from({ length: workers }, () => playInOne(folder, play)));
}

const ROUND_MS = 120_000;

/** One process after another: one that ended in the middle has said why, and the next seed gets a fresh one. */
async function playInOne(folder, { next, onRound }) {
  let seed = next();
  while (seed !== null) seed = await playUntilItEnds(folder, seed, next, onRound);
}

function playUntilItEnds(folder, firstSeed, next, onRound) {
  return new Promise((resolve) => {
    const child = fork(WORKER, [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    let seed = firstSeed;
    let timer;
    const broken = (what) => {
      onRound({ seed, steps: 0, records: 0, faults: {}, violation: { rule: 'unhandled', what } });
    };
    const send = () => {
      timer = setTimeout(() => child.kill('SIGKILL'), ROUND_MS);
      child.send(seed);
    };
    child.on('message', (message) => {
      clearTimeout(timer);
      if (message !== 'ready') {
        onRound(message);
        seed = next();
      }
      if (seed === null) child.disconnect();
      else send();
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (seed !== null && (code !== 0 || signal !== null)) {
        broken(signal === 'SIGKILL' ? 'the round does not end' : `the process ended with ${String(code ?? signal)}`);
        seed = next();
      }
      resolve(seed);
    });
  });
}
