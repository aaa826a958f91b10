import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_INPUT_LIMITS } from '../../src/core/input-limits.js';
import {
  type Config,
  readConfig,
  renderConfigTable,
  renderEnvironmentExample,
  renderReference,
} from '../../src/config.js';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(args: readonly string[] = [], env: Record<string, string> = {}): ReturnType<typeof readConfig> {
  return readConfig({ args, env, cwd: folder, version: '1.2.3' });
}

function configOf(...parameters: Parameters<typeof read>): Config {
  const outcome = read(...parameters);
  if (outcome.kind !== 'config') throw new Error(outcome.text);
  return outcome.config;
}

function mistakeOf(...parameters: Parameters<typeof read>): string {
  const outcome = read(...parameters);
  if (outcome.kind !== 'exit') throw new Error('it was accepted');
  expect(outcome.code).toBe(2);
  return outcome.text;
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('configuration', () => {
  it('is complete without anything', () => {
    expect(configOf()).toMatchObject({
      port: 4_000,
      host: '127.0.0.1',
      size: 4,
      maxSize: 16,
      maxQueue: 100,
      durability: 'fsync',
      leaseMs: 30_000,
      graceMs: 10_000,
      watchdogMs: 60_000,
      dataDir: join(folder, 'data'),
      root: folder,
    });
  });

  it('turns the demo on by its flag alone, in the environment and in a file', () => {
    expect(configOf().demo).toBe(false);
    expect(configOf(['--demo', '--port', '5000'])).toMatchObject({ demo: true, demoPace: 1, port: 5_000 });
    expect(configOf([], { COORDINATION_POOL_DEMO: 'true' }).demo).toBe(true);
    expect(configOf([], { COORDINATION_POOL_DEMO: 'false' }).demo).toBe(false);
    expect(configOf(['--config', file('demo.json', { demo: true })]).demo).toBe(true);
    expect(mistakeOf([], { COORDINATION_POOL_DEMO: 'yes' })).toContain('must be true or false, not "yes"');
    expect(mistakeOf(['--demo-pace', '0'])).toContain('--demo-pace');
  });

  it.each([[['--root', '.']], [['--agent-command', 'true']], [['--handlers', file('handlers.json', {})]]])(
    'refuses a demo with %j, which it brings itself',
    (args) => {
      expect(mistakeOf(['--demo', ...args])).toMatch(new RegExp(`^${args[0] ?? ''}, from the command line, .*--demo`));
    },
  );

  it('is frozen', () => {
    expect(Object.isFrozen(configOf())).toBe(true);
  });

  it('takes the command line before the environment before the file', () => {
    const path = file('order.json', { size: 1, maxQueue: 10, leaseMs: 700 });
    const config = configOf(['--config', path, '--size', '3'], {
      COORDINATION_POOL_SIZE: '2',
      COORDINATION_POOL_MAX_QUEUE: '20',
    });
    expect(config).toMatchObject({ size: 3, maxQueue: 20, leaseMs: 700, maxSize: 16 });
  });

  it('finds the file by the environment too', () => {
    expect(configOf([], { COORDINATION_POOL_CONFIG: file('env.json', { port: 5 }) }).port).toBe(5);
  });

  it('counts relative paths from where they stand', () => {
    const path = file('paths.json', { dataDir: 'from-file' });
    expect(configOf(['--config', path]).dataDir).toBe(join(folder, 'from-file'));
    expect(configOf(['--data-dir', 'from-flag']).dataDir).toBe(join(folder, 'from-flag'));
  });

  it('takes an empty variable for none', () => {
    expect(configOf([], { PORT: '' }).port).toBe(4_000);
  });

  it('takes the bounds themselves', () => {
    expect(
      configOf(['--max-size', '1024', '--size', '1024', '--max-queue', '1000000', '--lease-ms', '500']),
    ).toMatchObject({ size: 1_024, maxQueue: 1_000_000, leaseMs: 500 });
  });

  it.each([
    [['--size', '17'], '--size', 'the command line'],
    [['--max-size', '1025'], '--max-size', 'the command line'],
    [['--max-queue', '0'], '--max-queue', 'the command line'],
    [['--max-queue', '1000001'], '--max-queue', 'the command line'],
    [['--lease-ms', '499'], '--lease-ms', 'the command line'],
    [['--heartbeat-ms', '15001'], '--heartbeat-ms', 'the command line'],
    [['--heartbeat-ms', '251', '--lease-ms', '501'], '--heartbeat-ms', 'the command line'],
    [['--heartbeat-ms', '49'], '--heartbeat-ms', 'the command line'],
    [['--max-payload-bytes', '1023'], '--max-payload-bytes', 'the command line'],
    [['--max-payload-bytes', '8388609'], '--max-payload-bytes', 'the command line'],
    [['--max-payload-bytes', '2000000'], '--max-message-bytes', 'the command line'],
    [['--max-payload-bytes', '5000000', '--max-message-bytes', '6000000'], '--max-body-bytes', 'the command line'],
    [['--max-result-bytes', '1023'], '--max-result-bytes', 'the command line'],
    [['--max-result-bytes', '2000000'], '--max-result-bytes', 'the command line'],
    [['--max-attempts', '2'], '--max-attempts', 'the command line'],
    [['--max-attempts', '101'], '--max-attempts', 'the command line'],
    [['--min-timeout-ms', '0'], '--min-timeout-ms', 'the command line'],
    [['--max-page', '99'], '--max-page', 'the command line'],
    [['--max-page', '10001'], '--max-page', 'the command line'],
    [['--max-name-length', '0'], '--max-name-length', 'the command line'],
    [['--max-skill-length', '0'], '--max-skill-length', 'the command line'],
    [['--max-skills', '1001'], '--max-skills', 'the command line'],
    [['--max-idempotency-key-length', '1001'], '--max-idempotency-key-length', 'the command line'],
    [['--max-reason-length', '100001'], '--max-reason-length', 'the command line'],
    [['--max-search-length', '0'], '--max-search-length', 'the command line'],
    [['--assignment-latency-target-ms', '0'], '--assignment-latency-target-ms', 'the command line'],
    [['--port', '80.5'], '--port', 'the command line'],
    [['--port', ''], '--port', 'the command line'],
    [['--durability', 'paper'], '--durability', 'the command line'],
    [['--discovery-url', 'ftp://x'], '--discovery-url', 'the command line'],
    [['--allowed-origins', 'https://a.example/'], '--allowed-origins', 'the command line'],
    [['--host', '0.0.0.0'], '--api-keys-file', 'the command line'],
    [['--handlers', 'nowhere.mjs'], '--handlers', 'the command line'],
    [['--backoff-base-ms', '70000'], '--backoff-base-ms', 'the command line'],
    [['--watchdog-ms', '999'], '--watchdog-ms', 'the command line'],
  ])('names the key and where it came from: %j', (args, key, source) => {
    const text = mistakeOf(args);
    expect(text).toContain(key);
    expect(text).toContain(source);
    expect(text).not.toContain('\n');
  });

  it('has the defaults of every limit', () => {
    expect(configOf()).toMatchObject({
      ...DEFAULT_INPUT_LIMITS,
      ...{ heartbeatMs: null, assignmentLatencyTargetMs: 500 },
    });
  });

  it('takes a heartbeat of half of the lease', () => {
    expect(configOf(['--lease-ms', '500', '--heartbeat-ms', '250'])).toMatchObject({ heartbeatMs: 250 });
  });

  it('lets the default sizes of payload and result give way to a smaller message, and not those that are set', () => {
    expect(configOf(['--max-message-bytes', '2048'])).toMatchObject({ maxPayloadBytes: 262_144 });
    expect(mistakeOf(['--max-message-bytes', '2048', '--max-payload-bytes', '2049'])).toBe(
      '--max-payload-bytes, from the command line, must be at most --max-message-bytes, which is 2048, not 2049',
    );
  });

  it('names the variable', () => {
    expect(mistakeOf([], { COORDINATION_POOL_MAX_SKILLS: '0' })).toContain(
      '--max-skills, from the environment (COORDINATION_POOL_MAX_SKILLS)',
    );
    expect(mistakeOf([], { PORT: 'abc' })).toContain('the environment (PORT)');
  });

  it('names the file, and a key that is none', () => {
    const path = file('unknown.json', { maxsize: 3 });
    expect(mistakeOf(['--config', path])).toBe(
      `maxsize, from ${path}, is no key of the configuration; keys are written as maxSize`,
    );
    expect(mistakeOf(['--config', file('list.json', [])])).toContain('list.json');
    expect(mistakeOf(['--config', file('broken.json', '{')])).toContain('broken.json');
    expect(mistakeOf(['--config', file('wrong.json', { size: true })])).toContain('wrong.json');
    expect(mistakeOf(['--config', 'nowhere.json'])).toContain('nowhere.json');
  });

  it('refuses flags and words it does not know', () => {
    expect(mistakeOf(['--sise', '3'])).toContain('--sise');
    expect(mistakeOf(['serve'])).toContain('arguments');
  });

  it('binds another than a loopback address with API keys only', () => {
    const keys = file('keys.json', {});
    expect(configOf(['--host', '0.0.0.0', '--api-keys-file', keys]).host).toBe('0.0.0.0');
    for (const host of ['localhost', '127.0.0.1', '127.3.2.1', '::1'])
      expect(configOf(['--host', host]).host).toBe(host);
    for (const host of ['::', '192.168.0.1', 'example.com', '127.0.0.1.example.com'])
      expect(mistakeOf(['--host', host])).toContain(host);
  });

  it('explains itself', () => {
    const help = read(['--help']);
    expect(help).toMatchObject({ kind: 'exit', code: 0, text: expect.stringContaining('--max-queue <number>') });
    expect(help).toMatchObject({ text: expect.stringContaining('Usage: coordination-pool serve [options]') });
    expect(read(['--version'])).toEqual({ kind: 'exit', code: 0, text: '1.2.3' });
  });

  it('has a line in the table for every key', () => {
    const rows = renderConfigTable().split('\n');
    for (const name of Object.keys(configOf()).filter((key) => key !== 'environment')) {
      expect(rows.filter((row) => row.includes(`| \`${name}\` |`))).toHaveLength(1);
      expect(renderReference().split(`| \`${name}\` |`)).toHaveLength(2);
    }
  });

  it('is what it is without anything, by the example of an environment file with every default in force', () => {
    const lines = renderEnvironmentExample().split('\n');
    const entries = lines.flatMap((line) => {
      const [, name, value] = /^#(\w+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value!] as const];
    });
    expect(entries.length).toBe(Object.keys(configOf()).length - 1);
    const { environment: _, ...config } = configOf([], Object.fromEntries(entries));
    const { environment: __, ...defaults } = configOf();
    expect(config).toEqual(defaults);
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });
});
