import type { Handler } from '../call.js';
import { bashCompletion } from '../completion/bash.js';
import { fishCompletion } from '../completion/fish.js';
import { completionNodes, type CompletionNode } from '../completion/nodes.js';
import { zshCompletion } from '../completion/zsh.js';
import { wordAt } from '../results.js';
import type { Shell } from '../shells.js';

const SCRIPTS: Readonly<Record<Shell, (nodes: readonly CompletionNode[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export const completion: Handler<Record<string, never>> = async ({ args, program, input, terminal }) => {
  const nodes = completionNodes(program, await input.serveFlags());
  terminal.data(SCRIPTS[wordAt(args, 0) as Shell](nodes));
  return undefined;
};
