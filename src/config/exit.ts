/** Ends the reading of the configuration: asked for (`--help`), or by a mistake, which names its key. */
export class Exit extends Error {
  constructor(
    readonly code: 0 | 2,
    message: string,
  ) {
    super(message);
  }
}
