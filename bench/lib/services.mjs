import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';

/** Started when the first contestant needs it, for all that do; where it cannot be had, each of them is told why. */
function once(start) {
  let started;
  return () => (started ??= start());
}

export const redis = { always: once(() => startRedis('always')), everysec: once(() => startRedis('everysec')) };
export const postgres = once(startPostgres);
