import { carryOut } from './operation.mjs';

const AT_ONCE = 50;

/**
 * Submits tasks that no agent is able to take, and calls them off again: a long log in little time. Fifty go in one request, and each
 * is an operation of its own in the ledger.
 */
export async function flood(surroundings, pool, count) {
  for (let left = count; left > 0; left -= AT_ONCE) {
    const ops = Array.from({ length: Math.min(left, AT_ONCE) }, () => surroundings.nextOp());
    const submitted = await together(
      surroundings,
      ops.map((op) => ({ op, kind: 'submit', pool, key: `key-${op}`, n: op })),
      submission,
      ({ task, replayed }) => ({ taskId: task.id, replayed }),
    );
    const intents = submitted.map(({ task }) => ({
      ...{ op: surroundings.nextOp(), kind: 'cancel', pool, taskId: task.id },
    }));
    await together(surroundings, intents, cancellation, () => ({}));
  }
}

function submission({ pool, key, n }) {
  const input = `pool: "${pool}", idempotencyKey: "${key}", requiredSkills: ["nobody has it"], payload: { n: ${n} }`;
  return `submitTask(input: { ${input} }) { replayed task { id } }`;
}

function cancellation({ op, taskId }) {
  return `cancelTask(input: { taskId: "${taskId}", reason: "op ${op}" }) { task { id } }`;
}

/** Carries out operations that share their tries: each of them goes out when the intent of all is on the disk. */
async function together(surroundings, intents, fieldOf, ackOf) {
  const document = `mutation { ${intents.map((intent) => `op${intent.op}: ${fieldOf(intent)}`).join(' ')} }`;
  let asking = [];
  const ask = () =>
    new Promise((resolve) => {
      asking.push(resolve);
      if (asking.length < intents.length) return;
      const all = asking;
      asking = [];
      void surroundings.api.call(document, {}).then((verdict) => all.forEach((each) => each(verdict)));
    });
  return Promise.all(
    intents.map(async (intent) => {
      const own = (data) => data[`op${intent.op}`];
      return own((await carryOut(surroundings, intent, ask, { ack: (data) => ackOf(own(data)) })).data);
    }),
  );
}
