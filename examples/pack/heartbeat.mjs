// @ts-check

/**
 * What this agent measures of itself. Takes any payload and looks at none of it: it is a sign of life,
 * and must not fail for a field.
 *
 * @param {import('coordination-pool/agent').TaskInput} _task
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 */
export async function HEARTBEAT(_task, ctx) {
  const { context, memory, tools, agent } = ctx;
  return {
    agent: { id: agent.id, name: agent.name },
    ...(await ctx.measure()),
    memoryKeys: (await memory.keys()).length,
    contextMessages: context.messages.length,
    contextTokens: context.tokens,
    contextLimit: context.limit,
    toolSessionId: tools.sessionId,
    workDir: tools.workDir,
  };
}
