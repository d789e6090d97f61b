import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Programs import aiwatch by its name; in tests that is the source, so that no build is needed first.
    alias: [
      { find: /^aiwatch$/, replacement: source('index.ts') },
      { find: /^aiwatch\/(catalogue|metrics|dashboards)$/, replacement: source('$1/index.ts') },
    ],
  },
  test: { include: ['test/**/*.test.ts'], testTimeout: 20_000, hookTimeout: 60_000 },
});
