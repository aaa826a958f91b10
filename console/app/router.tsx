import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { serverFolder } from './base';
import { readRange, type Range } from './data/range';
import { readEventSearch } from './overview/event-filter';
import { Overview } from './overview/overview';
import { Shell } from './shell/shell';
import { NotFound } from './states/not-found';
import { Starting } from './states/starting';
import { readTaskSearch } from './tasks/task-search';

/** What stands in the address of every view. */
export interface RootSearch {
  /** Name of the pool, where it is not `default`. */
  readonly pool?: string | undefined;
  /** How far back charts reach; left out for all there is. */
  readonly range?: Range | undefined;
}

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: (search: Readonly<Record<string, unknown>>): RootSearch => ({
    ...(typeof search.pool === 'string' && { pool: search.pool }),
    ...readRange(search.range),
  }),
  search: { middlewares: [retainSearchParams(['pool', 'range'])] },
});

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readEventSearch,
  component: Overview,
});

const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: readTaskSearch,
  component: lazyRouteComponent(() => import('./tasks/tasks'), 'Tasks'),
});

/** Below `tasks`, so that the list stays where it is while a task is looked at. */
const task = createRoute({
  getParentRoute: () => tasks,
  path: '$taskId',
  component: lazyRouteComponent(() => import('./tasks/detail/task-drawer'), 'TaskDrawer'),
});

const isolation = createRoute({
  getParentRoute: () => root,
  path: '/isolation',
  component: lazyRouteComponent(() => import('./isolation/isolation'), 'Isolation'),
});

/** Each view has an address, which the server has to know too: `src/server/console-addresses.ts`. */
export const router = createRouter({
  routeTree: root.addChildren([overview, tasks.addChildren([task]), isolation]),
  basepath: serverFolder.pathname,
  trailingSlash: 'never',
  defaultPendingComponent: Starting,
  defaultPreload: 'intent',
  // Everything in an address is text, as people write it: `?status=FAILED`, never `?status=%22FAILED%22`.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const entries = Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return entries.length === 0 ? '' : `?${new URLSearchParams(entries).toString()}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
