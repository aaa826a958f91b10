import { fileOptions, pathsBelowTop, type CompletionNode } from './nodes.js';

/** For bash 3.2 and later. `@` parts words there, so a file behind it is a word of its own. */
export function bashCompletion(nodes: readonly CompletionNode[]): string {
  const afterOption = nodes.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue, takesFile }) => takesValue && !takesFile)
      .map(({ word, values }) => `    '${path}:${word}') words='${values.join(' ')}' ;;`),
  );
  const atNode = nodes.map(({ path, commands, options, values, takesFile }) => {
    const words = [...commands.map(({ word }) => word), ...values, ...options.map(({ word }) => word)];
    return `      '${path}') words='${words.join(' ')}'${takesFile ? ' files=yes' : ''} ;;`;
  });
  return `# Completion of coordination-pool for bash: source <(coordination-pool completion bash)
_coordination_pool() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} node='' words='' files='' at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "$node/\${COMP_WORDS[at]}" in
      ${pathsBelowTop(nodes).join('|')}) node="$node/\${COMP_WORDS[at]}" ;;
    esac
  done
  case "$previous" in
    ${fileOptions(nodes).join('|')}|@) COMPREPLY=($(compgen -f -- "\${current#@}")); return ;;
  esac
  case "$node:$previous" in
${afterOption.join('\n')}
    *)
      case "$node" in
${atNode.join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ -n "$files" ] && [ "\${current#-}" = "$current" ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _coordination_pool coordination-pool`;
}
