import type { Migration } from './migration.ts';

/** Finds old rows without reading whole tables, since nothing is stored while they are looked for. */
export const aging: Migration = {
  version: 7,
  name: 'aging',
  sql: `
CREATE INDEX event_rollups_bucket ON event_rollups (bucket);
CREATE INDEX user_sketches_hour ON user_sketches (hour);
CREATE INDEX event_sessions_last ON event_sessions ((coalesce(greatest(created_at, ended_at), '-infinity')));
`,
};
