// Who may import whom: the tree in ARCHITECTURE.md, as rules.

/** What the modules of each folder of `src` may import besides their own folder's; types count as well. */
const IMPORTS = {
  lib: [],
  core: ['lib'],
  journal: ['core', 'lib'],
  agents: ['core', 'lib'],
  views: ['core', 'lib'],
  engine: ['core', 'journal', 'agents', 'views', 'lib'],
  // Who may do what; no transport, no pool.
  access: ['core', 'lib'],
  graphql: ['engine', 'views', 'access', 'core', 'lib'],
  server: ['graphql', 'engine', 'views', 'access', 'core', 'lib'],
  mcp: ['engine', 'views', 'access', 'core', 'lib'],
  // The same parts as the server's, without the server.
  embedded: ['graphql', 'engine', 'journal', 'agents', 'access', 'core', 'lib'],
  // Backups are restored and verified where no server runs.
  cli: ['sdk', 'generated', 'journal', 'access', 'lib'],
  sdk: ['generated', 'lib'],
  // A client like any other, which runs in the server.
  demo: ['sdk', 'generated', 'lib'],
  generated: [],
};

const folders = Object.keys(IMPORTS);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...folders.map((folder) => ({
      name: `${folder}-imports`,
      comment: `src/${folder} imports nothing but ${[folder, ...IMPORTS[folder]].join(', ')} of src.`,
      severity: 'error',
      from: { path: `^src/${folder}/`, ...(folder === 'cli' && { pathNot: '^src/cli/serve' }) },
      to: { path: '^src/', pathNot: `^src/(?:${[folder, ...IMPORTS[folder]].join('|')})/` },
    })),
    {
      name: 'serve-imports',
      comment: 'The command `serve` is the one that starts the server itself.',
      severity: 'error',
      from: { path: '^src/cli/serve' },
      to: { path: '^src/', pathNot: '^src/(?:(?:cli|sdk|lib|server)/|main\\.ts$|config\\.ts$)' },
    },
    {
      name: 'config-imports',
      comment: 'Configuration is read before anything else is there; it may name the rules it sets.',
      severity: 'error',
      from: { path: '^src/config(?:\\.ts$|/)' },
      to: { path: '^src/', pathNot: '^src/(?:config|core|lib)/' },
    },
    {
      name: 'config-alone',
      comment: 'What the keys are is for `config.ts` to know; everybody else gets values.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:config\\.ts$|config/|bin\\.ts$)' },
      to: { path: '^src/config/' },
    },
    {
      name: 'known-folder',
      comment: 'A new folder of src needs a line in .dependency-cruiser.cjs and in ARCHITECTURE.md.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(?:(?:${folders.join('|')}|config)/|main\\.ts$|bin\\.ts$|config\\.ts$)` },
      to: {},
    },
    {
      name: 'console-imports',
      comment: 'The console is a client like any other.',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^src/', pathNot: '^src/(?:generated|sdk)/' },
    },
    {
      name: 'core-is-pure',
      comment: 'The rules know no Node module and no package: time, ids and chance come in with the command.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypesNot: ['local', 'type-only'], pathNot: '^src/' },
    },
    {
      name: 'decorators-in-graphql',
      comment: 'TypeGraphQL and what it needs stay in src/graphql.',
      severity: 'error',
      from: { path: '^(?:src|console)/', pathNot: '^src/graphql/' },
      to: { path: '(?:^|/)node_modules/(?:type-graphql|class-validator|reflect-metadata)/' },
    },
    {
      name: 'tracing-in-one-place',
      comment: 'OpenTelemetry is loaded where there is a collector, by the one module that knows it.',
      severity: 'error',
      from: { path: '^(?:src|console)/', pathNot: '^src/server/tracing/otlp\\.ts$' },
      to: { path: '(?:^|/)node_modules/@opentelemetry/' },
    },
    {
      name: 'tracing-is-lazy',
      comment: 'Without a collector it must cost nothing, not even the time to load it.',
      severity: 'error',
      from: {},
      to: { path: '^src/server/tracing/otlp\\.ts$', dynamic: false },
    },
    {
      name: 'demo-is-lazy',
      comment: 'A server that shows nothing must not even load it.',
      severity: 'error',
      from: { pathNot: '^src/demo/' },
      to: { path: '^src/demo/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'Only types may refer to each other in a circle: they are gone when the program runs.',
      severity: 'error',
      from: { path: '^(?:src|console)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'dependencies-that-ship',
      comment: 'What runs in production stands in `dependencies`.',
      severity: 'error',
      from: { path: '^src/' },
      // React is the page's own: a peer, and one of ours only for tests.
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only', 'npm-peer'] },
    },
    {
      name: 'file-names',
      comment: 'Files are kebab-case.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(?:generated/|[a-z0-9/-]+\\.ts$)' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types', 'typings'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
    cache: { folder: '.cache/dependency-cruiser', strategy: 'content' },
  },
};
