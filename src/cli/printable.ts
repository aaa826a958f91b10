/** What moves the cursor, rings the bell, or turns the direction of writing: nobody who names a task shall do that to a terminal. */
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const COMBINING = /[\p{Mn}\p{Me}]/u;
const ASCII = /^[\u0020-\u007e]*$/;
const ELLIPSIS = '…';

/** Text of others on one line, without anything that a terminal would obey. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}

/** The same for text of several lines, which it keeps. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** Columns that printable text takes on a terminal. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

/** At most `width` columns of it, the last an ellipsis where something is left out. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let taken = 0;
  for (const character of text) {
    taken += widthOfCharacter(character);
    if (taken > width - 1) break;
    kept += character;
  }
  return width <= 0 ? '' : `${kept}${ELLIPSIS}`;
}

export function padTo(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + space : space + text;
}

function widthOfCharacter(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  const isJoiner = (code >= 0x200b && code <= 0x200d) || (code >= 0xfe00 && code <= 0xfe0f);
  if (isJoiner || COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
