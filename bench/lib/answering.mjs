/**
 * The other side of `program.mjs`: answers what this process is asked, by the name of the function. Ends when nobody can ask
 * any more.
 *
 * @param {Record<string, (parameter: any) => unknown>} functions
 */
export function answering(functions) {
  process.on('message', ({ id, what, parameter }) => {
    Promise.resolve(parameter)
      .then((given) => functions[what](given))
      .then(
        (value) => process.send({ id, value }),
        (error) => process.send({ id, error: error instanceof Error ? error.message : String(error) }),
      );
  });
  process.on('disconnect', () => process.exit());
}
