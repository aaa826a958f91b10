import { posix } from 'node:path';

/** What has no place in a package: hidden files (but the example of an environment), tests, caches, and sources beside what they were compiled to. */
const STRAY = [/(?:^|\/)\.(?!env\.example$)/, /(?:^|\/)tests?\//, /\.test\./, /__pycache__/, /\.tsbuildinfo$/];

/**
 * What is wrong with the files of a package, a line each: strays, source maps that lead nowhere, and links of its pages to files
 * that are not in it.
 *
 * @param {readonly string[]} paths every file, relative to the package
 * @param {(path: string) => string} read the text of one
 * @returns {string[]}
 */
export function problemsOf(paths, read) {
  const present = new Set(paths);
  const isThere = (path) => present.has(path) || paths.some((each) => each.startsWith(`${path}/`));
  return paths.flatMap((path) => {
    if (STRAY.some((pattern) => pattern.test(path))) return [`${path} does not belong into the package`];
    if (path.endsWith('.map')) return problemsOfMap(path, JSON.parse(read(path)), isThere);
    if (/^dist\/(?!console\/).*\.js$/.test(path)) return problemsOfModule(path, read(path), isThere);
    if (path.endsWith('.md')) return problemsOfPage(path, read(path), isThere);
    return [];
  });
}

function problemsOfMap(path, { sources, sourcesContent = [], sourceRoot = '' }, isThere) {
  return sources
    .map((source) => posix.join(posix.dirname(path), sourceRoot, source))
    .filter((source, index) => typeof sourcesContent[index] !== 'string' && !isThere(source))
    .map((source) => `${path} leads to ${source}, which is neither in it nor in the package`);
}

function problemsOfModule(path, text, isThere) {
  const map = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(text)?.[1];
  if (map === undefined || isThere(posix.join(posix.dirname(path), map))) return [];
  return [`${path} names the map ${map}, which is not in the package`];
}

function problemsOfPage(path, text, isThere) {
  const links = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)];
  const pictures = [...text.matchAll(/<(?:img|source)\b[^>]*?\bsrc(?:set)?="(?!\w+:)([^"\s]+)/g)];
  return [...links, ...pictures]
    .map(([, link]) => posix.join(posix.dirname(path), link).replace(/\/$/, ''))
    .filter((target) => target !== '.' && !isThere(target))
    .map((target) => `${path} links to ${target}, which is not in the package`);
}
