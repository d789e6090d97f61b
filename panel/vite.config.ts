import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Browsers of 2024 and newer: those that know `light-dark()`, which Vite would otherwise take apart. */
const TARGET = ['chrome123', 'firefox125', 'safari17.5'];

export default defineConfig({
  root: path('.'),
  cacheDir: path('../build/vite'),
  logLevel: 'warn',
  plugins: [react(), precompress()],
  build: {
    outDir: path('../dist/panel'),
    emptyOutDir: true,
    target: TARGET,
    cssTarget: TARGET,
    // Everything comes from files, since the policy of the page forbids `data:` addresses of scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
