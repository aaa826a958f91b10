// Work that takes as long as it is told, in milliseconds.
import { setTimeout as after } from 'node:timers/promises';

export default {
  async GENERAL({ payload }, { signal }) {
    await after(payload.ms, undefined, { signal });
    return payload.ms;
  },
};
