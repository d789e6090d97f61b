import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** The end-to-end tests mostly wait (an alert takes its five minutes), so they begin first and run beside the others. */
class EndToEndFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.includes('/test/e2e/') ? 0 : 1);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  resolve: {
    // Programs import aiwatch by its name; in tests that is the source, so that no build is needed first.
    alias: [
      { find: /^aiwatch$/, replacement: source('index.ts') },
      { find: /^aiwatch\/(catalogue|metrics|dashboards)$/, replacement: source('$1/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    // Files of one worker share the modules that they import: to load them anew for each took a third of the time.
    isolate: false,
    sequence: { sequencer: EndToEndFirst },
  },
});
