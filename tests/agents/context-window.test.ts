import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { estimateTokens, FileContextWindow } from '../../src/agents/host/context-window.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'context-'));
  file = join(folder, 'context.jsonl');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const user = (content: string): { role: string; content: string } => ({ role: 'user', content });

describe('the context window', () => {
  it('counts a quarter of the bytes, rounded up, and four more for each message', () => {
    expect(estimateTokens(user(''))).toBe(4);
    expect(estimateTokens(user('12345'))).toBe(6);
    expect(estimateTokens(user('👋👋'))).toBe(6);
  });

  it('keeps messages in order and on disk', () => {
    const window = new FileContextWindow(file, 100);
    window.append(user('one\ntwo'));
    window.append({ role: 'assistant', content: 'three' });
    const again = new FileContextWindow(file, 100);
    expect(again.messages).toEqual([user('one\ntwo'), { role: 'assistant', content: 'three' }]);
    expect(again.tokens).toBe(window.tokens);
  });

  it('drops the oldest messages to stay within its limit, also when read again with a smaller one', () => {
    const window = new FileContextWindow(file, 15);
    for (const content of ['a', 'b', 'c', 'd']) window.append(user(content));
    expect(window.messages.map(({ content }) => content)).toEqual(['b', 'c', 'd']);
    expect(window.tokens).toBe(15);
    expect(new FileContextWindow(file, 10).messages.map(({ content }) => content)).toEqual(['c', 'd']);
  });

  it('refuses a message that is over the limit alone, and keeps the others', () => {
    const window = new FileContextWindow(file, 10);
    window.append(user('a'));
    expect(() => {
      window.append(user('x'.repeat(25)));
    }).toThrow(RangeError);
    expect(window.messages).toEqual([user('a')]);
  });

  it('has a file that does not grow with what was dropped', () => {
    const window = new FileContextWindow(file, 50);
    for (let at = 0; at < 5_000; at += 1) window.append(user(`message ${at}`));
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(100);
    expect(new FileContextWindow(file, 50).messages).toEqual(window.messages);
  });

  it('is empty after clear, for the next process too', () => {
    const window = new FileContextWindow(file, 50);
    window.append(user('a'));
    window.clear();
    expect(window).toMatchObject({ messages: [], tokens: 0, limit: 50 });
    expect(new FileContextWindow(file, 50).messages).toEqual([]);
  });

  it('skips a line that a crash has cut off, and what comes after it is kept', () => {
    new FileContextWindow(file, 50).append(user('a'));
    appendFileSync(file, '{"role":"user","con');
    const window = new FileContextWindow(file, 50);
    window.append(user('b'));
    expect(new FileContextWindow(file, 50).messages).toEqual([user('a'), user('b')]);
  });

  it('hides canaries among its messages and keeps the newest', () => {
    const window = new FileContextWindow(file, 50);
    window.append(user('a'));
    for (let at = 0; at < 500; at += 1) window.storeCanary('key', `value ${at}`);
    expect(window.messages).toEqual([user('a')]);
    expect(new FileContextWindow(file, 50).readCanary('key')).toBe('value 499');
    expect(window.readCanary('other')).toBeNull();
  });
});
