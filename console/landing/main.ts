import './page.css';
import { endpoints } from '../shared/endpoints';
import { byId, setBadge } from './dom';
import { followEvents } from './follow-events';
import { clip } from './format';
import type { Snapshot } from './pool';
import poolQuery from './pool.graphql?raw';
import { readReadiness } from './read-readiness';
import { createRefresher } from './refresher';
import { RefusedError, request } from './request';
import { createEventList } from './show-events';
import { showSnapshot } from './show-pool';

const addresses = endpoints(window.location.href);
byId('http-address').textContent = addresses.http;
byId('socket-address').textContent = addresses.webSocket;

async function refresh(): Promise<void> {
  const [readiness, failure] = await Promise.all([readReadiness(addresses.ready), readPool()]);
  setBadge(byId('server-state'), readiness.text, readiness.tone);
  showFailure(failure);
}

/** Puts the pool on the page and resolves with undefined, or with the reason why not. */
function readPool(): Promise<unknown> {
  return request<Snapshot>(addresses.http, poolQuery)
    .then(showSnapshot)
    .catch((error: unknown) => error);
}

/** What is on the page stays there, with the time it was read: old figures help more than none. */
function showFailure(failure: unknown): void {
  const notice = byId('notice');
  const text = failure === undefined ? '' : failureText(failure);
  if (notice.textContent !== text) notice.textContent = text;
  notice.hidden = text === '';
}

function failureText(failure: unknown): string {
  if (failure instanceof RefusedError && failure.code === 'UNAUTHENTICATED') {
    return 'This server asks for an API key. Use GraphiQL and give it there as an Authorization header.';
  }
  return clip(failure instanceof Error ? failure.message : 'The pool could not be read.');
}

const refresher = createRefresher(refresh);

const events = createEventList();
const feedState = byId('feed-state');
void followEvents(
  addresses.webSocket,
  async () => {
    const { pool } = await request<Snapshot>(addresses.http, poolQuery);
    if (pool === null) throw new Error('There is no pool yet.');
    return pool.cursor;
  },
  {
    live: () => {
      setBadge(feedState, 'Events: live', 'good');
      refresher.changed();
    },
    lost: () => {
      setBadge(feedState, 'Events: reconnecting', 'warn');
      refresher.changed();
    },
    event: (event) => {
      events.event(event);
      refresher.changed();
    },
    gap: (gap) => events.gap(gap),
  },
);
refresher.changed();
