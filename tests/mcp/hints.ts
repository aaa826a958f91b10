/** What each tool says of itself before it is called: read-only, destructive, idempotent, open world. */
export const HINTS: Readonly<Record<string, readonly [boolean, boolean, boolean, boolean]>> = {
  pool_status: [true, false, true, false],
  initialize_pool: [false, false, true, false],
  shutdown_pool: [false, true, true, false],
  spawn_agent: [false, false, false, false],
  fail_agent: [false, true, false, false],
  submit_task: [false, false, false, true],
  cancel_task: [false, true, true, false],
  retry_task: [false, false, false, true],
  wait_for_task: [true, false, true, false],
  get_task: [true, false, true, false],
  list_tasks: [true, false, true, false],
  claim_task: [false, false, true, false],
  heartbeat: [false, false, true, false],
  complete_task: [false, true, true, false],
  fail_task: [false, true, false, false],
  isolation_report: [false, false, true, false],
  pool_metrics: [true, false, true, false],
};

/** The hints in a list of tools, as any client gets it. */
export function hintsOf(
  listed: readonly { readonly name: string; readonly annotations?: Readonly<Record<string, unknown>> | undefined }[],
): Record<string, unknown> {
  return Object.fromEntries(
    listed.map(({ name, annotations: hint = {} }) => [
      name,
      [hint['readOnlyHint'], hint['destructiveHint'], hint['idempotentHint'], hint['openWorldHint']],
    ]),
  );
}
