export type { EmbeddedConnection } from './await-ready.ts';
export type { BinaryPlaces } from './places.ts';
export {
  type EmbeddedPostgresql,
  type EmbeddedPostgresqlOptions,
  startEmbeddedPostgresql,
} from './start-embedded-postgresql.ts';
