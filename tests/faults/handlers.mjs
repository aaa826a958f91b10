import { setTimeout as after } from 'node:timers/promises';

/** The work of the PROCESS agents under load. A result says of which task it is, so that a mix-up shows. */
export default {
  async GENERAL({ payload }, { signal }) {
    const { n, run, ms } = payload;
    if (run === 'slow') await after(ms, undefined, { signal });
    if (run === 'endless') await after(24 * 3_600_000, undefined, { signal });
    if (run === 'fail') throw Object.assign(new Error(`n ${n}`), { code: 'ASKED_TO', retryable: false });
    return { n };
  },
};
