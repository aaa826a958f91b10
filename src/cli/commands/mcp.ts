import type { Handler } from '../call.js';
import { runMcp, type McpOptions } from '../mcp-command.js';

export const mcp: Handler<McpOptions> = async ({ options, input }) => {
  await runMcp(options, input);
  return undefined;
};
