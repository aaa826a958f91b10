import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Splits a command line into words as a POSIX shell would, and does nothing else a shell does: no
 * variables, no globs, no pipes. Blanks part words; single quotes keep everything; in double quotes
 * a backslash escapes `"`, `\`, `$` and a backtick; outside of quotes it escapes any character.
 *
 * Throws where a quote is not closed or there is no word.
 */
export function splitCommandLine(line: string): readonly [string, ...string[]] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '\\' && quote !== "'") {
      const next = line.charAt(at + 1);
      if (next === '') throw new Error('the command line ends with a backslash');
      word = (word ?? '') + (quote === '"' && !'"\\$`'.includes(next) ? `\\${next}` : next);
      at += 1;
    } else if (quote !== null) {
      if (char === quote) quote = null;
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== null) throw new Error(`the command line has an open ${quote}`);
  if (word !== null) words.push(word);
  const [program, ...rest] = words;
  if (program === undefined || program === '') throw new Error('the command line is empty');
  return [program, ...rest];
}

/**
 * Agents run in folders of their own, but people name files from where they stand: every word that
 * is the path of a file seen from `directory` becomes absolute. A program without a slash is left to
 * the search path.
 */
export function withAbsoluteFiles(
  words: readonly [string, ...string[]],
  directory: string,
): readonly [string, ...string[]] {
  const [program, ...rest] = words;
  const absolute = (word: string): string => (isFile(resolve(directory, word)) ? resolve(directory, word) : word);
  return [program.includes('/') ? absolute(program) : program, ...rest.map(absolute)];
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
