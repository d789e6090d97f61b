import type { Command, RunCommand } from './command.ts';
import { findSubcommand } from './find-subcommand.ts';

const ACTIONS: ReadonlyMap<string, RunCommand> = new Map<string, RunCommand>([
  ['export', async (...call) => (await import('./store/export.ts')).exportCommand(...call)],
  ['import', async (...call) => (await import('./store/import.ts')).importCommand(...call)],
]);

/** `aiwatch store`: moves what the server keeps from one PostgreSQL to another. */
export const storeCommand: Command = {
  name: 'store',
  summary:
    'Move all that is stored from one PostgreSQL to another: an embedded one or that of DATABASE_URL, of any version. An import needs an empty one, and is compared with the checksum of the export.',
  usage:
    'export [--out FILE.ndjson|FILE.ndjson.gz] [--config aiwatch.yml] | import FILE [--config aiwatch.yml]',
  async run([name, ...args], context) {
    return findSubcommand('aiwatch store', ACTIONS, name)(args, context);
  },
};
