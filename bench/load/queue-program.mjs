// A queue in a process of its own, with as many callers as asked, each waiting for its task's end before its next one.
import { answering } from '../lib/answering.mjs';
import { rate } from '../lib/rate.mjs';

let queue;

answering({
  async open({ module, ...setup }) {
    const { open } = await import(new URL(module, import.meta.url).href);
    queue = await open(setup);
  },
  rate: ({ callers, seconds, warmUpSeconds }) => rate(queue, { callers, seconds, warmUpSeconds }),
  close: () => queue.close(),
});
