export type { EmbeddedConnection } from './await-ready.ts';
export { hasCluster } from './cluster-paths.ts';
export type { BinaryPlaces } from './places.ts';
export {
  type EmbeddedPostgresql,
  type EmbeddedPostgresqlOptions,
  startEmbeddedPostgresql,
} from './start-embedded-postgresql.ts';
