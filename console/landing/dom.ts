import { clip } from './format';

/** The element of the page with that id. Throws where index.html has none: our own mistake. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`index.html has no element with the id "${id}"`);
  return element;
}

/**
 * A new element with text or children. Text becomes a text node and nothing else: task payloads and error messages come
 * from anyone, so no markup of theirs may ever be read as markup.
 */
export function element(tag: string, className: string, ...content: readonly (string | Node)[]): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...content.map((part) => (typeof part === 'string' ? clip(part) : part)));
  return made;
}

/** Puts text and tone into a badge. Leaves it alone where nothing changed, so that screen readers stay quiet. */
export function setBadge(badge: HTMLElement, text: string, tone: Tone): void {
  if (badge.textContent !== text) badge.textContent = text;
  badge.dataset['tone'] = tone;
}

export type Tone = 'good' | 'warn' | 'bad' | 'plain';
