import { MIGRATIONS } from '../migrations/index.ts';

/** What the steps of the schema make, by the statement that makes it; partitions belong to their table. */
function listNames(statement: RegExp): readonly string[] {
  return MIGRATIONS.flatMap(({ sql }) => [...sql.matchAll(statement)].map(([, name]) => name!));
}

/** Every table of the schema, in the order in which they were made: one that is forgotten would be lost. */
export const TABLES: readonly string[] = listNames(/^CREATE TABLE (\w+) \(/gm);

/** Tables that the schema itself puts rows into, which an import replaces by its own. */
export const SEEDED_TABLES: readonly string[] = [...new Set(listNames(/^INSERT INTO (\w+) /gm))];

/** Sequences that belong to no column. */
export const SEQUENCES: readonly string[] = listNames(/^CREATE SEQUENCE (\w+)/gm);
