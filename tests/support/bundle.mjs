// `node tests/support/bundle.mjs ENTRY...`: what each entry of the package weighs on a page, as JSON by entry.
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const found = {};
for (const entry of process.argv.slice(2)) {
  // An entry with `{ name, ... }` behind it: these of its exports alone.
  const [module, names = '*'] = entry.split('#');
  const id = 'virtual:entry';
  const { output } = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      rollupOptions: { input: id, preserveEntrySignatures: 'strict', external: ['react'] },
    },
    plugins: [
      {
        name: 'entry',
        enforce: 'pre',
        resolveId: (source) => (source === id ? `${process.cwd()}/entry.js` : null),
        load: (path) =>
          path.endsWith('/entry.js') ? `export ${names === '*' ? '*' : `{ ${names} }`} from '${module}';` : null,
      },
    ],
  });
  const code = output.map((chunk) => chunk.code ?? '').join('\n');
  found[entry] = {
    gzipBytes: gzipSync(code).length,
    modules: output.flatMap(({ moduleIds = [] }) => moduleIds),
    operations: [...new Set([...code.matchAll(/(?:query|mutation|subscription) ([A-Z]\w+)/g)].map(([, name]) => name))],
  };
}
process.stdout.write(JSON.stringify(found));
