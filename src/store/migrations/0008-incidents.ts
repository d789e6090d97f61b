import type { Migration } from './migration.ts';

/** Alerts from their beginning to their end, as Alertmanager tells of them. */
export const incidents: Migration = {
  version: 8,
  name: 'incidents',
  sql: `
CREATE TABLE incidents (
  id uuid PRIMARY KEY DEFAULT aiwatch_uuid_v7(),
  -- One alert, each time that it begins to fire.
  fingerprint text NOT NULL,
  starts_at timestamptz NOT NULL,
  name text NOT NULL,
  severity text NOT NULL,
  labels jsonb NOT NULL,
  annotations jsonb NOT NULL,
  runbook_url text,
  generator_url text,
  opened_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz,
  -- When that was told: what is told late is told apart by it from an alert that fires again.
  resolution_received_at timestamptz,
  notifications integer NOT NULL DEFAULT 1,
  acknowledged_at timestamptz,
  acknowledged_by text,
  note text,
  UNIQUE (fingerprint, starts_at)
);
CREATE INDEX incidents_starts ON incidents (starts_at, id);
CREATE INDEX incidents_open ON incidents (starts_at, id) WHERE resolved_at IS NULL;
CREATE INDEX incidents_last ON incidents ((coalesce(resolved_at, updated_at)));
`,
};
