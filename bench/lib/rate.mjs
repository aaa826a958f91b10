/** Lifecycles per second with so many callers, after a warm-up. */
export async function rate(queue, { callers, seconds, warmUpSeconds }) {
  let done = 0;
  let isOver = false;
  const caller = async () => {
    while (!isOver) {
      const ending = queue.lifecycle();
      // The rules alone are done at once, and a promise would be a good part of what they cost.
      if (ending !== undefined) await ending;
      done += 1;
      // A queue that answers at once must let others, and the clock, have their turn.
      if (done % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const calling = Promise.all(Array.from({ length: callers }, caller));
  await passed(warmUpSeconds);
  const [from, before] = [performance.now(), done];
  await passed(seconds);
  const perSecond = (done - before) / ((performance.now() - from) / 1_000);
  isOver = true;
  await Promise.race([calling, passed(5)]);
  return perSecond;
}

function passed(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}
