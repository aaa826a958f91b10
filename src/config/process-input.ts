/** What this process was started with. */
export interface ProcessInput {
  /** Without the program. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Apart from the keys, so that a command that has none of them does not load them. */
export function processInput(): ProcessInput {
  return { args: process.argv.slice(2), env: process.env, cwd: process.cwd() };
}
