import {
  EventLinesDocument,
  EventsDocument,
  PoolOverviewDocument,
  type EventFilter,
  type PoolEventKind,
  type PoolEventLineFragment,
} from '../../generated/graphql.js';
import type { Call, Handler } from '../call.js';
import type { Connection } from '../connection.js';
import { EXIT } from '../exit-code.js';
import { toneOf } from '../paint.js';
import { padTo, printable } from '../printable.js';
import { tellOfLoss } from '../loss.js';
import { present } from '../results.js';
import { clock, count } from '../shown.js';

interface Options {
  readonly json?: boolean;
  readonly follow?: boolean;
  readonly after?: string;
  readonly limit?: number;
  readonly kind?: PoolEventKind[];
  readonly name?: string[];
  readonly task?: string;
  readonly agent?: string;
}

/** As many as every server gives. */
const PAGE = 100;

export const events: Handler<Options> = async (call) => {
  const { options, terminal } = call;
  const connection = call.connect();
  const limit = options.limit ?? Infinity;
  let last: string | null = null;
  let printed = 0;
  try {
    for await (const event of options.follow === true ? followed(call, connection) : read(call, connection)) {
      if (event.missedBefore > 0)
        terminal.note(
          `${count(event.missedBefore, 'event')} before this one are gone: the log does not reach back to them.`,
        );
      await terminal.stream(options.json === true ? JSON.stringify(event) : line(call, event));
      last = event.cursor;
      printed += 1;
      if (printed >= limit) break;
    }
  } finally {
    if (last !== null && terminal.isWatched) terminal.note(`Go on with --after ${last}`);
  }
  return EXIT.ok;
};

/** Page by page, up to what there is now. */
async function* read({ options }: Call<Options>, connection: Connection): AsyncGenerator<PoolEventLineFragment> {
  const filter = filterOf(options);
  let after = options.after ?? null;
  for (;;) {
    const first = Math.min(PAGE, options.limit ?? PAGE);
    const { events: page } = await connection.ask(EventsDocument, { pool: connection.pool, after, first, filter });
    yield* page.nodes;
    if (!page.hasNextPage) return;
    after = page.endCursor;
  }
}

/** From the place on, or from now; over lost connections too. */
async function* followed(
  { options, terminal, signal }: Call<Options>,
  connection: Connection,
): AsyncGenerator<PoolEventLineFragment> {
  // Asked in any case: a pool that is not there, or a wrong address, should not be waited for.
  const { pool } = await connection.ask(PoolOverviewDocument, { pool: connection.pool });
  const { cursor } = present(pool, `pool ${connection.pool}`);
  const streams = await connection.streams(tellOfLoss(terminal, connection, signal));
  const variables = { pool: connection.pool, after: options.after ?? cursor, filter: filterOf(options) };
  yield* streams.resuming(EventLinesDocument, variables, ({ poolEvents }) => poolEvents, signal);
}

function filterOf({ kind, name, task, agent }: Options): EventFilter {
  return {
    ...(kind !== undefined && { kinds: kind }),
    ...(name !== undefined && { names: name.map((each) => each.toUpperCase()) }),
    ...(task !== undefined && { taskId: task }),
    ...(agent !== undefined && { agentId: agent }),
  };
}

function line({ terminal }: Call<Options>, { occurredAt, kind, name, summary }: PoolEventLineFragment): string {
  const { paint } = terminal.style;
  return `${paint(clock(occurredAt), 'dim')}  ${padTo(kind, 10)}  ${paint(padTo(name, 16), toneOf(name))}  ${printable(summary)}`;
}
