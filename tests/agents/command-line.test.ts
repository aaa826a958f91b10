import { describe, expect, it } from '@jest/globals';
import { splitCommandLine, withAbsoluteFiles } from '../../src/agents/command-line.js';

describe('a command line', () => {
  it.each([
    ['python3 agent.py', ['python3', 'agent.py']],
    ['  a \t b\n', ['a', 'b']],
    [`a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
    [`a ""  ''`, ['a', '', '']],
    [`a pre'mid'"dle"post`, ['a', 'premiddlepost']],
    [`a "x\\"y\\\\z\\n" 'x\\y'`, ['a', 'x"y\\z\\n', 'x\\y']],
    ['a $HOME *.js ; b | c', ['a', '$HOME', '*.js', ';', 'b', '|', 'c']],
  ])('is split as a shell would: %j', (line, words) => {
    expect(splitCommandLine(line)).toEqual(words);
  });

  it.each(['', '   ', `a 'b`, `a "b`, 'a \\', `'' a`])('is refused: %j', (line) => {
    expect(() => splitCommandLine(line)).toThrow(/command line/);
  });

  it('finds files from where it was given, and programs over the search path', () => {
    expect(
      withAbsoluteFiles(['package.json', 'package.json', 'src', '--x=package.json', 'nothing.py'], '/work/../'),
    ).toEqual(['package.json', 'package.json', 'src', '--x=package.json', 'nothing.py']);
    const here = process.cwd();
    expect(withAbsoluteFiles(['package.json', 'package.json', 'src'], here)).toEqual([
      'package.json',
      `${here}/package.json`,
      'src',
    ]);
    expect(withAbsoluteFiles(['./package.json'], here)).toEqual([`${here}/package.json`]);
  });
});
