import type { Command } from './command.ts';

/** `aiwatch migrate`: brings the schema of the store up to date, which `aiwatch serve` does by itself too. */
export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Bring the schema of the store up to date, e.g. by an owner of the tables that the server is not.',
  usage: '[--config aiwatch.yml]',
  async run(...call) {
    return (await import('./migrate/migrate-store.ts')).migrateStore(...call);
  },
};
