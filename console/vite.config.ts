import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Builds the pages that the server gives out: the console at `/` and GraphiQL at `/graphiql`. Run it from the
 * top of the project as `npx vite build console`; the output is `dist/console`.
 *
 * GraphiQL's page is `graphiql.html`, not `graphiql/index.html`: its address has no slash at the end, and only a file
 * on the same level finds `./assets/...` behind any path prefix.
 */
export default defineConfig({
  // Every reference is relative, so that a proxy may put the whole server behind a prefix.
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing is put into a page as a data: address, so that the pages get by with a stricter policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Monaco is one editor of 3 MB and is loaded only by GraphiQL's page.
    chunkSizeWarningLimit: 4096,
    rollupOptions: { input: [page('index.html'), page('graphiql.html')] },
  },
  worker: { format: 'es' },
});
