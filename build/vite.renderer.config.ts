import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fromRoot } from './support/root.ts';

export default defineConfig({
  root: fromRoot('renderer'),
  // Relative: the same files are served from app:// and from a loopback port.
  base: './',
  plugins: [react()],
  build: {
    outDir: fromRoot('out/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // The content security policy is `script-src 'self'`: nothing inline, no data: fonts or images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler)[\\/]/ },
            { name: 'primitives', test: /node_modules[\\/](?:@base-ui|@floating-ui|@tanstack)[\\/]/ },
            { name: 'schemas', test: /node_modules[\\/]zod[\\/]|[\\/]contract[\\/]/ },
          ],
        },
      },
    },
  },
});
