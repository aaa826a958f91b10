import { fileOptions, pathsBelowTop, quoted, type Completion, type CompletionNode } from './nodes.js';

/** For zsh 5: sourced behind compinit, or as the file \`_coordination-pool\` in a folder of fpath. */
export function zshCompletion(nodes: readonly CompletionNode[]): string {
  const afterOption = nodes.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue, takesFile }) => takesValue && !takesFile)
      .map(({ word, values }) => `    '${path}:${word}') compadd -- ${values.join(' ')}; return ;;`),
  );
  const atNode = nodes.map(({ path, commands, options, values, takesFile }) => {
    const all = [...commands, ...values.map((word) => ({ word, description: '' })), ...options].map(described);
    return `    '${path}') candidates=(${all.join(' ')})${takesFile ? ' files=yes' : ''} ;;`;
  });
  return `#compdef coordination-pool
# Completion of coordination-pool for zsh: source <(coordination-pool completion zsh)
_coordination_pool() {
  local node='' word previous=\${words[CURRENT-1]} files=''
  local -a candidates
  for word in \${words[2,CURRENT-1]}; do
    case "$node/$word" in
      ${pathsBelowTop(nodes).join('|')}) node="$node/$word" ;;
    esac
  done
  case "$previous" in
    ${fileOptions(nodes).join('|')}) [[ $PREFIX = @* ]] && compset -P @; _files; return ;;
  esac
  case "$node:$previous" in
${afterOption.join('\n')}
  esac
  case "$node" in
${atNode.join('\n')}
  esac
  _describe coordination-pool candidates
  [[ -n $files ]] && _files
}
if [ "\${funcstack[1]}" = _coordination-pool ]; then _coordination_pool "$@"; else compdef _coordination_pool coordination-pool; fi`;
}

function described({ word, description }: Completion): string {
  return quoted(`${word.replaceAll(':', '\\:')}${description === '' ? '' : `:${description}`}`);
}
