import type { Migration } from './migration.ts';

/**
 * How far each consumer has delivered events to the outside, and what could not be delivered. A dead letter names its
 * event and does not copy it, so that an event that is erased is gone here too.
 */
export const deliveries: Migration = {
  version: 6,
  name: 'deliveries',
  sql: `
CREATE TABLE delivery_cursors (
  name text PRIMARY KEY,
  -- The leaf that is read next, and how far in it.
  leaf_index bigint NOT NULL,
  after_timestamp timestamptz,
  after_position integer,
  -- What was read and is not delivered yet: a list of [leaf, positions].
  waiting jsonb NOT NULL DEFAULT '[]',
  saved_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE delivery_dead_letters (
  id uuid PRIMARY KEY DEFAULT aiwatch_uuid_v7(),
  consumer text NOT NULL,
  event_id text NOT NULL,
  row_id uuid NOT NULL,
  event_timestamp timestamptz NOT NULL,
  user_id text,
  reason text NOT NULL,
  attempts integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  resend_at timestamptz,
  UNIQUE (consumer, row_id)
);
CREATE INDEX delivery_dead_letters_user ON delivery_dead_letters (user_id);
CREATE INDEX delivery_dead_letters_resend ON delivery_dead_letters (consumer, resend_at) WHERE resend_at IS NOT NULL;
`,
};
