import { byId, element } from './dom';
import type { Gap } from './follow-events';
import { timeOfDay, words } from './format';
import type { PoolEvent } from './pool';

/** More than this and the oldest leave the page. */
const LINES = 100;
/** A busy pool sends thousands of events a second; the page changes at most this often. */
const FLUSH_EVERY_MS = 100;

/** The list of events, newest first. Lines are collected and put on the page together. */
export function createEventList(): { event(event: PoolEvent): void; gap(gap: Gap): void } {
  const list = byId('events');
  let waiting: HTMLElement[] = [];
  let flush: number | undefined;

  const add = (line: HTMLElement) => {
    waiting.push(line);
    if (waiting.length > LINES) waiting.shift();
    flush ??= window.setTimeout(() => {
      flush = undefined;
      list.prepend(...waiting.reverse());
      waiting = [];
      while (list.childElementCount > LINES) list.lastElementChild?.remove();
      byId('events-empty').hidden = true;
    }, FLUSH_EVERY_MS);
  };

  return {
    event: (event) => add(eventLine(event)),
    gap: (gap) => add(element('li', 'gap', gapText(gap))),
  };
}

function eventLine(event: PoolEvent): HTMLElement {
  const time = element('time', '', timeOfDay(event.occurredAt));
  time.setAttribute('datetime', event.occurredAt);
  const what = element('span', 'what', nameOf(event));
  return element('li', '', time, what, element('span', 'summary', event.summary));
}

/** `task completed`, and not `dependency dependency down`: some names say their kind themselves. */
function nameOf({ kind, name }: PoolEvent): string {
  return words(name.startsWith(`${kind}_`) ? name : `${kind}_${name}`);
}

function gapText(gap: Gap): string {
  return gap.kind === 'expired'
    ? 'Some events are missing here: the server no longer keeps them.'
    : `${String(gap.count)} events are missing here: this page was too slow for them.`;
}
