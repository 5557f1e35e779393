import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const islands = resolve(root, 'web/islands');

// Each folder of web/islands with an index.ts is one entry, named as its folder. Pages find the hashed file in
// web/static/dist/.vite/manifest.json under "web/islands/<name>/index.ts" and load it as a module.
const entries = existsSync(islands)
  ? readdirSync(islands).filter((name) => existsSync(resolve(islands, name, 'index.ts')))
  : [];

// Libraries that pages load as they are, as classic scripts: bundling them would hide their global name.
// In the manifest under the path given here.
const asTheyAre = ['node_modules/htmx.org/dist/htmx.min.js'];

function libraries(): Plugin {
  return {
    name: 'libraries',
    apply: 'build',
    buildStart() {
      for (const path of asTheyAre) {
        const name = path.slice(path.lastIndexOf('/') + 1);
        this.emitFile({ type: 'asset', name, originalFileName: path, source: readFileSync(resolve(root, path)) });
      }
    },
  };
}

export default defineConfig({
  base: '/static/dist/',
  publicDir: false,
  plugins: [libraries()],
  build: {
    outDir: 'web/static/dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // Nothing inlined as data: the pages' content security policy allows 'self' alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: entries.length
        ? Object.fromEntries(entries.map((name) => [name, resolve(islands, name, 'index.ts')]))
        : 'data:text/javascript,',
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['web/islands/**/*.test.ts'],
    passWithNoTests: true,
  },
});
