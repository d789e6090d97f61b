import { type Config, loadConfig } from '../../config/index.ts';
import { connectStore, type ServerStore } from '../../server/parts/store.ts';
import type { CommandContext } from '../command.ts';

/** Options that say which store is meant. */
export const STORE_OPTIONS = { config: { type: 'string' } } as const;

/** The configuration of the server whose store is meant. Throws CONFIG_…. */
export function loadStoreConfig(file: string | undefined, env: CommandContext['env']): Config {
  return loadConfig({ env, ...(file !== undefined && { file }) });
}

/**
 * Runs something with the store of a configuration, and closes it. An embedded PostgreSQL is started for it, which
 * throws STORE_LOCKED while a server runs.
 */
export async function withStore<T>(
  config: Config,
  printNote: (line: string) => void,
  run: (store: ServerStore) => Promise<T>,
): Promise<T> {
  const connected = await connectStore(config, {
    onNotice: line => printNote(`aiwatch: ${line}`),
    onProblem: (where, error) => printNote(`aiwatch: ${where}: ${String(error)}`),
  });
  try {
    return await run(connected);
  } finally {
    await connected.close();
  }
}
