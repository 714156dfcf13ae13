import { defineConfig } from 'vite';
import { fromRoot } from './support/root.ts';

export default defineConfig({
  root: fromRoot(),
  publicDir: false,
  build: {
    // Without `ssr` Node's own modules would become browser stubs.
    ssr: fromRoot('electron/desktop/main.ts'),
    outDir: fromRoot('out/main'),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: { output: { format: 'es', entryFileNames: 'main.js' } },
  },
  ssr: {
    noExternal: true,
    // Bundling `electron` would bundle its downloader; better-sqlite3 finds its binary beside its own files.
    external: ['electron', 'better-sqlite3'],
  },
});
