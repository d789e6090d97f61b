import type { Migration } from './migration.ts';

/**
 * Consent as users gave it, and who was erased. An erasure keeps a salted hash of the user's id until nothing from
 * before it can arrive any more, so that what still waits in a spool is not stored again.
 */
export const privacy: Migration = {
  version: 4,
  name: 'privacy',
  sql: `
CREATE TABLE consents (
  user_id text PRIMARY KEY,
  granted boolean NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL
);
CREATE INDEX consents_refused ON consents (user_id) WHERE NOT granted;

CREATE TABLE erasures (
  user_hash bytea PRIMARY KEY,
  erased_at timestamptz NOT NULL
);

CREATE TABLE aiwatch_settings (
  name text PRIMARY KEY,
  value text NOT NULL
);
INSERT INTO aiwatch_settings VALUES ('erasure_salt', gen_random_uuid()::text), ('consents_version', '0');
`,
};
