import fastq from 'fastq';

/** Nothing is kept anywhere: what handing a function its turn costs. */
export function open({ callers }) {
  const queue = fastq.promise(async () => null, callers);
  return { lifecycle: () => queue.push({ text: 'hello' }), close: () => undefined };
}
