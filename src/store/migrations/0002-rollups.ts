import type { Migration } from './migration.ts';

/** Counts that are kept as events are stored. Rows change often: room on each page keeps their updates cheap. */
export const rollups: Migration = {
  version: 2,
  name: 'rollups',
  sql: `
CREATE TABLE event_rollups (
  bucket timestamptz NOT NULL,
  dimension text NOT NULL,
  key text NOT NULL,
  application text NOT NULL,
  events bigint NOT NULL,
  errors bigint NOT NULL,
  durations bigint NOT NULL,
  duration_ms double precision NOT NULL,
  tokens bigint NOT NULL,
  PRIMARY KEY (dimension, bucket, key, application)
) WITH (fillfactor = 70);

CREATE TABLE user_days (
  day date NOT NULL,
  user_id text NOT NULL,
  application text NOT NULL,
  events bigint NOT NULL,
  messages bigint NOT NULL,
  errors bigint NOT NULL,
  tokens bigint NOT NULL,
  PRIMARY KEY (day, user_id, application)
) WITH (fillfactor = 80);
CREATE INDEX user_days_user ON user_days (user_id);

CREATE TABLE user_sketches (
  hour timestamptz NOT NULL,
  scope text NOT NULL,
  sketch bytea NOT NULL,
  PRIMARY KEY (scope, hour)
) WITH (fillfactor = 70);

CREATE TABLE hourly_messages (
  hour timestamptz PRIMARY KEY,
  message_count bigint NOT NULL,
  unique_users bigint NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE event_sessions (
  session_id text NOT NULL,
  application text NOT NULL,
  user_id text,
  created_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (session_id, application)
);
CREATE INDEX event_sessions_user ON event_sessions (user_id);
CREATE INDEX event_sessions_ended ON event_sessions (ended_at);
`,
};
