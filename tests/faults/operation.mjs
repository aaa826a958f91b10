import { setTimeout as after } from 'node:timers/promises';

/** What a client waits before it asks again at a server that is starting, stopping or not there yet. */
const AGAIN_AFTER_MS = 50;

/** Of a server that starts, stops or has no space: nothing was done, and it may be asked again. */
export const COME_AGAIN = new Set(['SHUTTING_DOWN', 'STORAGE_FULL']);

/** What an operation may be refused with; anything else is a wrong answer. `never`: what has to be refused, for whatever reason. */
const REFUSALS = {
  submit: ['QUEUE_FULL'],
  complete: ['STALE_ATTEMPT', 'INVALID_STATE', 'NOT_FOUND'],
  fail: ['STALE_ATTEMPT', 'INVALID_STATE', 'NOT_FOUND'],
  cancel: ['INVALID_STATE', 'NOT_FOUND'],
  retry: ['INVALID_STATE', 'NOT_FOUND', 'QUEUE_FULL'],
  never: null,
};

/**
 * Carries one operation through whatever happens to the server, and keeps the ledger of it: intent, tries that were left
 * without an answer, and the end. An operation in doubt is asked again until there is an answer; where that is a refusal, `look`
 * says whether the try in doubt was done.
 *
 * @param {{ ledger: import('./ledger.mjs').Ledger, link: import('./link.mjs').Link,
 *   wrong: (what: string) => void, turnedAway: () => void }} surroundings
 * @param {{ op: number, kind: string }} intent
 * @param {() => Promise<import('./api.mjs').Verdict>} ask
 * @param {{ look?: (code: string) => Promise<boolean | null>, ack?: (data: any) => object }} [more]
 * @returns {Promise<{ is: 'ack', data: any } | { is: 'refused', code: string } | { is: 'resolved', code: string, applied: boolean | null }>}
 */
export async function carryOut(surroundings, intent, ask, { look, ack = () => ({}) } = {}) {
  const { ledger, link, wrong } = surroundings;
  const { op, kind } = intent;
  await ledger.note({ is: 'intent', ...intent });
  for (let inDoubt = false; ;) {
    await link.up();
    const verdict = await ask();
    switch (verdict.is) {
      case 'data':
        await ledger.note({ is: 'ack', op, inDoubt, ...ack(verdict.data) });
        return { is: 'ack', data: verdict.data };
      case 'unknown':
        inDoubt = true;
        await ledger.note({ is: 'unknown', op, why: verdict.why });
        break;
      case 'wrong':
        // Said aloud, and then in doubt like any other.
        wrong(`operation ${op} (${kind}): ${verdict.what}`);
        inDoubt = true;
        await ledger.note({ is: 'unknown', op, why: 'a wrong answer' });
        break;
      case 'refused': {
        if (COME_AGAIN.has(verdict.code)) {
          surroundings.turnedAway();
          break;
        }
        if (REFUSALS[kind]?.includes(verdict.code) === false)
          wrong(`operation ${op} (${kind}) was refused with ${verdict.code}: ${verdict.message}`);
        if (!inDoubt) {
          await ledger.note({ is: 'refused', op, code: verdict.code });
          return { is: 'refused', code: verdict.code };
        }
        const applied = look === undefined ? false : await look(verdict.code);
        await ledger.note({ is: 'resolved', op, applied, code: verdict.code });
        return { is: 'resolved', code: verdict.code, applied };
      }
      default:
    }
    await after(AGAIN_AFTER_MS);
  }
}

/** The data of a call to a server that is well; throws anything else. */
export async function askOnce(api, document, variables) {
  const verdict = await api.call(document, variables);
  if (verdict.is !== 'data') throw new Error(JSON.stringify(verdict));
  return verdict.data;
}

/** Asks until there is data or a refusal; for reads, which leave nothing in doubt. */
export async function askAgain({ link, wrong }, ask) {
  for (;;) {
    await link.up();
    const verdict = await ask();
    if (verdict.is === 'wrong') wrong(verdict.what);
    if (verdict.is === 'data' || (verdict.is === 'refused' && verdict.code !== 'SHUTTING_DOWN')) return verdict;
    await after(AGAIN_AFTER_MS);
  }
}
