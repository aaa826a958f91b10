const ends = new Set();

/** Calls `end` when the benchmark is over, also when it is stopped or fails; the function given takes that back. */
export function atEnd(end) {
  ends.add(end);
  return () => ends.delete(end);
}

/** Last started, first ended. One that fails does not keep the others. */
export async function endAll() {
  for (const end of [...ends].reverse()) {
    ends.delete(end);
    await Promise.resolve()
      .then(end)
      .catch((error) => console.error(error));
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => void endAll().then(() => process.exit(code)));
}
