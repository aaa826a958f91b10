import { z } from 'zod';

/** As in tests/support/brief-handlers.mjs. */
export const contract = { GENERAL: { payload: z.object({ ms: z.number() }), result: z.number() } };
