import { defineConfig } from 'vite';
import { fromRoot } from './support/root.ts';

export default defineConfig({
  root: fromRoot(),
  publicDir: false,
  build: {
    ssr: fromRoot('electron/desktop/preload.ts'),
    outDir: fromRoot('out/preload'),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    // A sandboxed preload is one CommonJS file: a shared chunk would be a `require` that the sandbox refuses.
    rolldownOptions: { output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false } },
  },
  ssr: { noExternal: true, external: ['electron'] },
});
