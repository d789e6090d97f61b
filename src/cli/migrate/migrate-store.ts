import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { loadStoreConfig, STORE_OPTIONS, withStore } from '../store/with-store.ts';

/** Takes the steps that the schema lacks. Throws CONFIG_…, STORE_…. */
export async function migrateStore(args: readonly string[], { env, print }: CommandContext): Promise<number> {
  const { config } = parseOptions('migrate', args, STORE_OPTIONS);
  await withStore(loadStoreConfig(config, env), print, async ({ store, description }) => {
    const steps = await store.migrate();
    for (const step of steps) print(`  ${step}`);
    const done = steps.length === 0 ? 'was up to date' : `took ${steps.length} steps, and is up to date`;
    print(`aiwatch: the schema of ${description} ${done}`);
  });
  return 0;
}
