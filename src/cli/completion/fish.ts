import { pathsBelowTop, type CompletionNode, type CompletionOption } from './nodes.js';

/** For fish 3. */
export function fishCompletion(nodes: readonly CompletionNode[]): string {
  const lines = nodes.flatMap(({ path, commands, options, values, takesFile }) => {
    const here = `complete -c coordination-pool -n "test (__coordination_pool_node) = 'top${path}'"`;
    return [
      ...commands.map(({ word, description }) => `${here} -a ${word} -d ${quoted(description)}`),
      ...(values.length > 0 ? [`${here} -a ${quoted(values.join(' '))}`] : []),
      ...(takesFile ? [`${here} -F`] : []),
      ...options.map((option) => `${here} ${optionOf(option)}`),
    ];
  });
  return `# Completion of coordination-pool for fish: coordination-pool completion fish | source
function __coordination_pool_node
  set -l node ''
  for word in (commandline -opc)[2..-1]
    switch "$node/$word"
      case ${pathsBelowTop(nodes).map(quoted).join(' ')}
        set node "$node/$word"
    end
  end
  echo "top$node"
end
complete -c coordination-pool -f
${lines.join('\n')}`;
}

function optionOf({ word, short, description, takesValue, takesFile, values }: CompletionOption): string {
  return [
    `-l ${word.replace(/^--/, '')}`,
    ...(short === null ? [] : [`-s ${short.replace(/^-/, '')}`]),
    ...(takesValue ? [takesFile ? '-r -F' : '-x'] : []),
    ...(values.length > 0 ? [`-a ${quoted(values.join(' '))}`] : []),
    `-d ${quoted(description)}`,
  ].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
