import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../../scripts/lib/package-contents.mjs';

/** What is wrong with a package of these files, by path. */
const judge = (files: Readonly<Record<string, string>>): readonly string[] =>
  problemsOf(Object.keys(files), (path) => files[path]!);

const map = (more: object): string => JSON.stringify({ version: 3, sources: ['../src/a.ts'], mappings: '', ...more });

describe('the contents of a package', () => {
  it('may be modules whose maps carry their sources, and pages whose links lead to its files', () => {
    const files = {
      'dist/a.js': 'export {};\n//# sourceMappingURL=a.js.map',
      'dist/a.js.map': map({ sourcesContent: ['export {};'] }),
      'README.md': '[a](dist/a.js) [b](docs/) [c](https://example.org/x) [d](#top) [e](docs/b.md#part)',
      'docs/b.md': '[up](../README.md) [all](..)',
    };
    expect(judge(files)).toEqual([]);
  });

  it.each([
    ['.env', '.env does not belong'],
    ['dist/.tsbuildinfo', 'dist/.tsbuildinfo does not belong'],
    ['tests/a.mjs', 'tests/a.mjs does not belong'],
    ['dist/a.test.js', 'dist/a.test.js does not belong'],
    ['examples/__pycache__/a.pyc', 'examples/__pycache__/a.pyc does not belong'],
  ])('are not %s', (path, problem) => {
    expect(judge({ [path]: '' })).toEqual([expect.stringContaining(problem)]);
  });

  it('have no map whose sources are nowhere, and no module whose map is missing', () => {
    expect(judge({ 'dist/a.js.map': map({}) })).toEqual([expect.stringContaining('leads to src/a.ts')]);
    expect(judge({ 'dist/a.js': '\n//# sourceMappingURL=a.js.map\n' })).toEqual([
      'dist/a.js names the map a.js.map, which is not in the package',
    ]);
  });

  it('have no page that links to what is missing', () => {
    expect(judge({ 'docs/a.md': 'see [it](../src/b.ts)' })).toEqual([
      'docs/a.md links to src/b.ts, which is not in the package',
    ]);
    const picture = '<picture><source srcset="dark.webp" /><img src="light.webp" alt="It" /></picture>';
    expect(judge({ 'docs/a.md': picture, 'docs/light.webp': '' })).toEqual([
      'docs/a.md links to docs/dark.webp, which is not in the package',
    ]);
  });
});
