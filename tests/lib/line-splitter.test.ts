import { describe, expect, it } from '@jest/globals';
import { LineSplitter } from '../../src/lib/line-splitter.js';

function linesOf(chunks: readonly (string | Buffer)[], maxLineBytes = 100): readonly (string | [string, 'cut'])[] {
  const lines: (string | [string, 'cut'])[] = [];
  const splitter = new LineSplitter(maxLineBytes, (line, cut) => lines.push(cut ? [line, 'cut'] : line));
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
}

describe('the line splitter', () => {
  it('gives the lines of one chunk, and the last one without a newline at the end', () => {
    expect(linesOf(['one\ntwo\n\nthree'])).toEqual(['one', 'two', '', 'three']);
  });

  it('puts a line together from chunks, also where they part a character', () => {
    const bytes = Buffer.from('grüß dich 👋\nnext\n');
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(linesOf([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(['grüß dich 👋', 'next']);
    }
  });

  it('takes the carriage return of a line end away', () => {
    expect(linesOf(['one\r\ntwo\r\n'])).toEqual(['one', 'two']);
  });

  it('keeps a line of exactly the maximum whole', () => {
    expect(linesOf(['12345\n'], 5)).toEqual(['12345']);
    expect(linesOf(['123456\n'], 5)).toEqual([['12345', 'cut']]);
  });

  it('gives a longer line cut, once, before it ends, and goes on with the next', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter(5, (line) => lines.push(line));
    for (let at = 0; at < 1_000; at += 1) splitter.push(Buffer.from('abc'));
    expect(lines).toEqual(['abcab']);
    splitter.push(Buffer.from('abc\nnext\n'));
    expect(lines).toEqual(['abcab', 'next']);
  });
});
