import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FileMemory } from '../../src/agents/host/memory-store.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'memory-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the memory', () => {
  it('keeps JSON values under any key', async () => {
    const memory = new FileMemory(folder);
    for (const key of ['plain', '../up', 'A', 'a', '__proto__', 'ü/\0']) await memory.set(key, { of: key });
    const again = new FileMemory(folder);
    expect(await again.keys()).toEqual(['../up', 'A', '__proto__', 'a', 'plain', 'ü/\0']);
    expect(await again.get('A')).toEqual({ of: 'A' });
    expect(await again.get('nothing')).toBeUndefined();
  });

  it('does changes in the order in which they were asked for', async () => {
    const memory = new FileMemory(folder);
    const changes = [
      memory.set('a', 1),
      memory.set('a', 2),
      memory.delete('a'),
      memory.set('a', 3),
      memory.set('b', null),
    ];
    expect(await memory.get('a')).toBe(3);
    await Promise.all(changes);
    expect(await memory.keys()).toEqual(['a', 'b']);
  });

  it('keeps what a value was when it was set', async () => {
    const memory = new FileMemory(folder);
    const value = { count: 1 };
    const set = memory.set('a', value);
    value.count = 2;
    await set;
    expect(await memory.get('a')).toEqual({ count: 1 });
  });

  it('deletes, and says whether there was something', async () => {
    const memory = new FileMemory(folder);
    await memory.set('a', 1);
    expect([await memory.delete('a'), await memory.delete('a')]).toEqual([true, false]);
    await memory.set('b', 1);
    await memory.set('b', undefined);
    expect(await readdir(folder)).toEqual([]);
  });

  it('clears away what a crash left half written', async () => {
    await writeFile(join(folder, 'x.json.1.tmp'), '{"key":"x","va');
    const memory = new FileMemory(folder);
    expect(await memory.keys()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses keys and values out of bounds and goes on', async () => {
    const memory = new FileMemory(folder);
    await expect(memory.set('', 1)).rejects.toThrow(TypeError);
    await expect(memory.get('x'.repeat(257))).rejects.toThrow(TypeError);
    await expect(memory.set('big', 'x'.repeat(1024 * 1024))).rejects.toThrow(RangeError);
    await expect(memory.set('big', 1n)).rejects.toThrow(TypeError);
    await memory.set('a', 1);
    expect(await memory.keys()).toEqual(['a']);
  });

  it('keeps canaries out of sight', async () => {
    const memory = new FileMemory(folder);
    await memory.storeCanary('key', 'value');
    expect(await memory.keys()).toEqual([]);
    expect(await memory.get('key')).toBeUndefined();
    expect(await new FileMemory(folder).readCanary('key')).toBe('value');
    expect(await memory.readCanary('other')).toBeNull();
  });
});
