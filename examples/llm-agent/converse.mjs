// @ts-check
import { HandlerError } from '../pack/lib/handler-error.mjs';
import { openConversation } from './conversation.mjs';
import { askModel } from './provider.mjs';
import { openBudget } from './token-budget.mjs';
import { TOOLS, useTool } from './tools.mjs';

const NOTE_CHARACTERS = 200;

/**
 * Asks the model, does what it wants done, and asks again, until it answers without wanting a tool. Every request is paid
 * from the attempt's token budget.
 *
 * @param {string} prompt
 * @param {import('./settings.mjs').Settings} settings
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 */
export async function converse(prompt, settings, ctx) {
  const { signal } = ctx;
  const conversation = openConversation(ctx.context, settings.contextTokens);
  const budget = openBudget(settings.tokenBudget);
  /** @type {Record<string, number>} */
  const toolCalls = {};
  try {
    conversation.begin(prompt);
    for (let round = 1; round <= settings.maxRounds; round += 1) {
      signal.throwIfAborted();
      if (conversation.fit()) ctx.log.info(`conversation compacted to ${ctx.context.tokens} tokens`);
      const messages = [{ role: 'system', content: settings.system }, ...conversation.messages()];
      const maxTokens = Math.min(settings.maxOutputTokens, budget.leftAfter({ messages, tools: TOOLS }));
      /** @param {string} said */
      const onText = (said) => ctx.progress(budget.fraction(), `${budget.text()}: ${said.slice(-NOTE_CHARACTERS)}`);
      ctx.progress(budget.fraction(), `${budget.text()}: asking ${settings.model}, round ${round}`);
      const said = await askModel({ settings, messages, tools: TOOLS, maxTokens, signal, onText });
      budget.pay(said.usage, { messages, tools: TOOLS }, said);
      if (said.finish === 'length') throw cutOff(maxTokens < settings.maxOutputTokens, budget.text(), maxTokens);

      if (said.toolCalls.length === 0) {
        conversation.add({ role: 'assistant', content: said.content });
        const { compactions } = conversation;
        const context = { tokens: ctx.context.tokens, budget: settings.contextTokens, compactions };
        return {
          answer: said.content,
          model: settings.model,
          rounds: round,
          toolCalls,
          usage: budget.report(),
          context,
        };
      }
      conversation.add({ role: 'assistant', content: said.content, tool_calls: said.toolCalls });
      for (const call of said.toolCalls) {
        signal.throwIfAborted();
        ctx.progress(budget.fraction(), `${budget.text()}: using ${call.function.name}`.slice(0, 2 * NOTE_CHARACTERS));
        const content = await useTool(call, ctx, settings.contextTokens);
        const name = TOOLS.some((tool) => tool.function.name === call.function.name) ? call.function.name : 'unknown';
        toolCalls[name] = (toolCalls[name] ?? 0) + 1;
        conversation.add({ role: 'tool', tool_call_id: call.id, content });
      }
    }
    throw new HandlerError('TOO_MANY_ROUNDS', `no answer after ${settings.maxRounds} rounds; ${budget.text()}`);
  } finally {
    // Whatever became of the attempt: a failure has no result that could tell it.
    ctx.log.info(budget.text());
  }
}

/** @param {boolean} byBudget @param {string} used @param {number} maxTokens */
function cutOff(byBudget, used, maxTokens) {
  return byBudget
    ? new HandlerError('TOKEN_BUDGET_EXHAUSTED', `the answer was cut off: ${used}`)
    : new HandlerError('ANSWER_CUT_OFF', `the answer was cut off at ${maxTokens} tokens; ${used}`);
}
