// @ts-check

/** A passage is closed at the first empty line behind this many characters, and anywhere behind the second. */
const SOFT_CHARS = 1_000;
const HARD_CHARS = 4_000;

/**
 * A part of a text that is found as one: a section, or some paragraphs of a long one. Lines are
 * counted from 1, the last one included. `heading` is the way to it ("Install > Linux"), empty where
 * there is none.
 *
 * @typedef {{ line: number, lastLine: number, heading: string, text: string }} Passage
 */

/** @param {string} text @returns {Passage[]} */
export function splitPassages(text) {
  const lines = linesOf(text);
  const headings = new Map(headingsOf(lines).map((heading) => [heading.line, heading]));
  /** @type {Passage[]} */
  const passages = [];
  /** @type {{ level: number, title: string }[]} */
  let trail = [];
  let from = 0;
  let chars = 0;

  /** @param {number} to  The index behind the last line of the passage. */
  const close = (to) => {
    const body = lines.slice(from, to).join('\n').trim();
    if (body !== '') {
      const heading = trail.map(({ title }) => title).join(' > ');
      passages.push({ line: from + 1, lastLine: to, heading, text: body });
    }
    from = to;
    chars = 0;
  };

  lines.forEach((line, index) => {
    const heading = headings.get(index + 1);
    if (heading !== undefined) {
      close(index);
      trail = [...trail.filter(({ level }) => level < heading.level), heading];
    } else if ((chars >= SOFT_CHARS && line.trim() === '') || chars >= HARD_CHARS) {
      close(index);
    }
    chars += line.length;
  });
  close(lines.length);
  return passages;
}

/** Lines as an editor counts them: a line break at the very end starts no further one. @param {string} text */
export function linesOf(text) {
  if (text === '') return [];
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/**
 * Markdown headings, `# like this` or underlined with `===` or `---`, but not inside a fenced code
 * block, where `#` begins a comment.
 *
 * @param {readonly string[]} lines
 * @returns {{ line: number, level: number, title: string }[]}
 */
export function headingsOf(lines) {
  const headings = [];
  let fence = '';
  for (const [index, line] of lines.entries()) {
    const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== '') {
      if (marker?.startsWith(fence) && line.trim() === marker) fence = '';
      continue;
    }
    if (marker !== undefined) {
      fence = marker;
      continue;
    }
    const hashes = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line);
    if (hashes !== null) {
      headings.push({ line: index + 1, level: hashes[1]?.length ?? 1, title: titleOf(hashes[2] ?? '') });
      continue;
    }
    const underline = /^ {0,3}(=+|-+)[ \t]*$/.exec(lines[index + 1] ?? '')?.[1];
    if (underline !== undefined && isHeadingText(line)) {
      headings.push({ line: index + 1, level: underline.startsWith('=') ? 1 : 2, title: titleOf(line) });
    }
  }
  return headings;
}

/** Words as `wc -w` counts them: runs of characters that are no white space. @param {string} text */
export function countWords(text) {
  let words = 0;
  const word = /\S+/g;
  while (word.test(text)) words += 1;
  return words;
}

/** Not an empty line, a rule, front matter, a list, a quote or a table, above which `---` means something else. @param {string} line */
function isHeadingText(line) {
  return /^ {0,3}[^\s>|*+-]/.test(line) && !/^[\s=-]+$/.test(line) && !/^ {0,3}\d+[.)] /.test(line);
}

/** @param {string} title */
function titleOf(title) {
  return title
    .replace(/[ \t]+#+[ \t]*$/, '')
    .trim()
    .slice(0, 200);
}
