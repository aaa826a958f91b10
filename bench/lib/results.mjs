import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TARGETS } from '../targets.mjs';
import { figure } from './figures.mjs';
import { describeMachine } from './machine.mjs';
import { peerVersions } from './peers.mjs';
import { asMarkdown } from './table.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RESULTS = `${ROOT}bench/RESULTS.md`;
const README = `${ROOT}README.md`;
const MARKS = ['<!-- figures -->', '<!-- /figures -->'];

/** Every target with what this run measured, met or not. */
export function targetTable(reports) {
  const of = (bench, name) => reports[bench]?.figures[name] ?? NaN;
  return {
    title: 'Targets',
    head: ['what', 'target', 'measured', '', 'what limits it'],
    rows: TARGETS.map(({ what, target, figure: measure, isMet, unit, limit }) => {
      const value = measure(of);
      if (value === null || Number.isNaN(value)) return [what, target, '-', 'not measured', limit];
      return [what, target, `${figure(value)} ${unit}`, isMet(value) ? 'met' : 'not met', limit];
    }),
  };
}

/** `bench/RESULTS.md` as the last run has it, and the short table between the marks in README.md. */
export function writeResults(reports) {
  const sections = Object.entries(reports).map(([name, { question, tables, seconds, load }]) =>
    [
      `## ${question}`,
      '',
      `\`node bench/${name}.mjs\`, ${String(Math.round(seconds))} s, load average before it ${load}.`,
      '',
      ...tables.map(asMarkdown),
    ].join('\n'),
  );
  const text = [
    '# Results',
    '',
    'Written by `npm run bench`; do not edit. Contestants run in turns, each in a fresh process; figures are medians over the rounds,',
    'the spread is the least and the greatest. Absolute figures hold only on the machine they were taken on: the ratios are what counts.',
    '',
    asMarkdown({ title: 'Machine and versions', head: ['', ''], rows: versions() }),
    asMarkdown({ ...targetTable(reports), title: 'Every target, met or not' }),
    ...sections,
  ].join('\n');
  writeFileSync(RESULTS, `${text.trimEnd()}\n`);
  const readme = readFileSync(README, 'utf8');
  const [before, after] = [readme.indexOf(MARKS[0]) + MARKS[0].length, readme.indexOf(MARKS[1])];
  if (after < 0) throw new Error(`README.md has no ${MARKS.join(' ')}`);
  writeFileSync(README, `${readme.slice(0, before)}\n\n${shortTable(reports)}\n\n${readme.slice(after)}`);
  console.log('\nWrote bench/RESULTS.md and the figures in README.md.');
}

/** What a reader of the README wants to know: ours, and who would be taken instead. */
function shortTable(reports) {
  const of = (bench, name) => reports[bench]?.figures[name] ?? NaN;
  const row = (what, bench, unit, ours, peers) => [
    what,
    `${figure(of(bench, ours))} ${unit}`.trim(),
    ...[peers.map(([name, key]) => `${name} ${figure(of(bench, key))}`).join(', ')],
  ];
  const http = (operation) => [
    ['Mercurius + jit', `Mercurius + jit http ${operation}`],
    ['Apollo + Express', `Apollo Server 5 + Express http ${operation}`],
    ['yoga', `graphql-yoga http ${operation}`],
  ];
  const rows = [
    row('lifecycles per second, fsync, 64 callers', 'engine', '', 'ours, fsync @64', [
      ['BullMQ (fsync always)', 'BullMQ, Redis fsync always @64'],
      ['graphile-worker', 'graphile-worker, Postgres @64'],
      ['pg-boss', 'pg-boss, Postgres @64'],
    ]),
    row('submission to a REMOTE agent, p50', 'pickup', 'ms', 'ours, REMOTE agents light p50', [
      ['BullMQ (fsync always)', 'BullMQ, Redis fsync always light p50'],
      ['graphile-worker', 'graphile-worker, Postgres light p50'],
    ]),
    row('a pool with 16 agents over HTTP, requests per second', 'graphql', '', 'ours http pool', http('pool')),
    row('`submitTask` over HTTP, requests per second', 'graphql', '', 'ours http submit', http('submit')),
    row('messages per CPU second to 1,000 subscribers', 'fan-out', '', 'ours 1000/1 perCpuSecond', [
      ['graphql-ws', 'graphql-ws 1000/1 perCpuSecond'],
      ['Mercurius', 'Mercurius 1000/1 perCpuSecond'],
      ['ws alone', 'ws alone, one string for all 1000/1 perCpuSecond'],
    ]),
  ];
  return asMarkdown({ title: '', head: ['what', 'here', 'beside it'], rows })
    .replace(/^\*\*\*\*\n\n/, '')
    .replaceAll('| ---: |', '| --- |')
    .replaceAll(' ---: ', ' --- ')
    .trimEnd();
}

function versions() {
  const git = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).stdout?.trim();
  const first = (program, ...args) =>
    spawnSync(program, args, { encoding: 'utf8' }).stdout?.split('\n')[0] || 'not there';
  const ours = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  const shared = ['@apollo/server', 'graphql', 'graphql-ws', 'type-graphql', 'ws', 'better-sqlite3'];
  const named = (pairs) => pairs.map(([name, version]) => `${name} ${version}`).join(', ');
  return [
    ['date', new Date().toISOString().slice(0, 10)],
    ['commit', git || 'unknown'],
    ...describeMachine(),
    ['Redis', first('redis-server', '--version')],
    ['Postgres', first('postgres', '--version')],
    ['shared by all', named(shared.map((name) => [name, ours.dependencies[name]]))],
    ['peers', named(Object.entries(peerVersions()))],
  ];
}
