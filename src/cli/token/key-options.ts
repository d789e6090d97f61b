import { loadConfig } from '../../config/index.ts';
import { dataFolder } from '../../server/data-folder.ts';
import type { CommandContext } from '../command.ts';

/** Options that say which server's keys are meant. */
export const KEY_OPTIONS = { config: { type: 'string' } } as const;

/** The file of keys of the server that this configuration is for. Throws CONFIG_…. */
export function keyFileOf(file: string | undefined, env: CommandContext['env']): string {
  return dataFolder(loadConfig({ env, ...(file !== undefined && { file }) })).tokenKeys;
}
