import type { Migration } from './migration.ts';

/**
 * Events by UTC day. An application's `event_id` is unique within the day of the event's timestamp: a unique index of
 * each partition sees to that (`partitions.ts`), since one over all would have to hold the timestamp.
 */
export const events: Migration = {
  version: 1,
  name: 'events',
  sql: `
CREATE FUNCTION aiwatch_uuid_v7(at timestamptz DEFAULT clock_timestamp()) RETURNS uuid
LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  -- The time in front of a random UUID, and version 7 in the place of version 4 (bits 52 and 53).
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    PLACING substring(int8send((extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$;

CREATE TABLE monitoring_events (
  id uuid NOT NULL DEFAULT aiwatch_uuid_v7(),
  event_id text,
  session_id text,
  user_id text,
  event_type text NOT NULL,
  event_name text NOT NULL,
  event_data jsonb NOT NULL DEFAULT '{}',
  "timestamp" timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz DEFAULT now(),
  source jsonb NOT NULL DEFAULT '{}',
  batch_id bigint,
  batch_position integer,
  PRIMARY KEY ("timestamp", id)
) PARTITION BY RANGE ("timestamp");

CREATE TABLE monitoring_events_default PARTITION OF monitoring_events DEFAULT;
CREATE INDEX monitoring_events_user ON monitoring_events (user_id, "timestamp", id);
CREATE INDEX monitoring_events_session ON monitoring_events (session_id, "timestamp");
CREATE INDEX monitoring_events_type ON monitoring_events (event_type, "timestamp", id);
CREATE INDEX monitoring_events_batch ON monitoring_events (batch_id, batch_position);

CREATE SEQUENCE monitoring_batches;

CREATE TABLE event_inbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE dead_letters (
  id uuid PRIMARY KEY,
  user_id text,
  event_type text,
  reason text NOT NULL,
  detail text NOT NULL,
  record bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX dead_letters_user ON dead_letters (user_id);
`,
};
