const CAPTIONS = {
  overview: 'The overview',
  'overview-degraded': 'The overview while the discovery service is away',
  'overview-queue-full': 'The overview with a full queue',
  tasks: 'The tasks',
  'tasks-selected': 'Tasks, some of them selected',
  task: 'A task',
  'task-attempts': 'A task that was tried again on another agent',
  submit: 'Submitting a task',
  isolation: 'The isolation report',
  help: 'The keys',
  graphiql: 'GraphiQL, watching tasks',
};

/**
 * The page that shows all pictures, each in light and in dark.
 *
 * @param {readonly string[]} pictures paths relative to the page, such as `states/state-paused-390-dark.webp`
 * @returns {string} Markdown
 */
export function indexPage(pictures) {
  const names = [...new Set(pictures.map((picture) => picture.replace(/-\d+-(?:light|dark)\.webp$/, '')))];
  const isState = (name) => name.startsWith('states/');
  const known = Object.keys(CAPTIONS);
  const views = names.filter((name) => !isState(name)).sort((a, b) => known.indexOf(a) - known.indexOf(b));
  return [
    '# Pictures\n\nEvery view and state of the web pages, in light and in dark. Written by `node scripts/screenshots.mjs`: the views from a server',
    'with `--demo`, the states by the test that brings each of them about. Not to be changed by hand.\n',
    ...['## Views\n', ...views.map((name) => section(name, CAPTIONS[name] ?? name, pictures))],
    ...['## States\n', ...names.filter(isState).map((name) => section(name, captionOf(name), pictures))],
  ].join('\n');
}

/** `states/state-queue-full`: `Queue full`. */
function captionOf(name) {
  const words = name.replace('states/state-', '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function section(name, caption, pictures) {
  const file = (width, scheme) => `${name}-${String(width)}-${scheme}.webp`;
  const widths = [1920, 1280, 390].filter((width) => pictures.includes(file(width, 'light')));
  const image = (width, scheme) => `![${caption}, ${scheme}, ${String(width)} wide](${file(width, scheme)})`;
  const line = (width) => `| ${String(width)} | ${image(width, 'light')} | ${image(width, 'dark')} |`;
  return [`### ${caption}\n`, '| wide | light | dark |', '| --- | --- | --- |', ...widths.map(line), ''].join('\n');
}
