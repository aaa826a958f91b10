import { PoolsDocument } from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { printRows } from '../results.js';
import { age } from '../shown.js';

export const pools: Handler<{ readonly json?: boolean }> = async (call) => {
  const { pools: all } = await call.connect().ask(PoolsDocument, {});
  const now = Date.now();
  printRows(
    call,
    [
      { title: 'POOL', of: ({ name }) => name },
      { title: 'STATUS', of: ({ status }) => status, isStatus: true },
      { title: 'HEALTH', of: ({ health }) => health, isStatus: true },
      { title: 'AGENTS', of: ({ size }) => size, align: 'right' },
      { title: 'QUEUE', of: ({ queueLength }) => queueLength, align: 'right' },
      { title: 'BOUND', of: ({ queueCapacity }) => queueCapacity, align: 'right' },
      { title: 'AGE', of: ({ createdAt }) => age(createdAt, now), align: 'right' },
    ],
    all,
    'There are no pools.',
  );
  return undefined;
};
