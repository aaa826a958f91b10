#!/usr/bin/env node
import { processInput } from './config.js';

/*
 * The command `coordination-pool`. What needs no server of its own starts without loading one.
 */

const { args, env, cwd } = processInput('');
if (args[0] === 'mcp') {
  const { runMcpCommand } = await import('./cli/mcp-command.js');
  // What still waits for a server is given up with the input.
  process.exit(await runMcpCommand({ args: args.slice(1), env, cwd }));
} else {
  await import('./main.js');
}
