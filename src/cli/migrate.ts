import type { Command } from './command.ts';
import { parseOptions } from './parse-options.ts';
import { loadStoreConfig, STORE_OPTIONS, withStore } from './store/with-store.ts';

/** `aiwatch migrate`: brings the schema of the store up to date, which `aiwatch serve` does by itself too. */
export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Bring the schema of the store up to date, e.g. by an owner of the tables that the server is not.',
  usage: '[--config aiwatch.yml]',
  async run(args, { env, print }) {
    const { config } = parseOptions('migrate', args, STORE_OPTIONS);
    await withStore(loadStoreConfig(config, env), print, async ({ store, description }) => {
      const steps = await store.migrate();
      for (const step of steps) print(`  ${step}`);
      const done = steps.length === 0 ? 'was up to date' : `took ${steps.length} steps, and is up to date`;
      print(`aiwatch: the schema of ${description} ${done}`);
    });
    return 0;
  },
};
