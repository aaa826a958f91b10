const ends = new Set();
let ending = null;

/** Calls `end` when the benchmark is over, also when it is stopped or fails; the function given takes that back. */
export function atEnd(end) {
  ends.add(end);
  return () => ends.delete(end);
}

/** Last started, first ended, also what is started meanwhile. One that fails does not keep the others. */
export function endAll() {
  ending ??= endOneByOne();
  return ending;
}

/** Where measuring goes on from one contestant to the next: not while everything is being ended. */
export function unlessEnding() {
  return ending === null ? Promise.resolve() : new Promise(() => undefined);
}

async function endOneByOne() {
  while (ends.size > 0) {
    const last = [...ends].at(-1);
    ends.delete(last);
    try {
      await last();
    } catch (error) {
      console.error(error);
    }
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => void endAll().then(() => process.exit(code)));
}
