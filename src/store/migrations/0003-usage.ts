import type { Migration } from './migration.ts';

/** What an operator of a service asks for: each request, and how the host is. */
export const usage: Migration = {
  version: 3,
  name: 'usage',
  sql: `
CREATE TABLE request_logs (
  id uuid NOT NULL DEFAULT aiwatch_uuid_v7(),
  path text NOT NULL,
  method text NOT NULL,
  status_code integer NOT NULL,
  process_time double precision NOT NULL,
  user_id text,
  api_key_id text,
  client_ip text,
  "timestamp" timestamptz NOT NULL DEFAULT now(),
  source jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY ("timestamp", id)
) PARTITION BY RANGE ("timestamp");
CREATE TABLE request_logs_default PARTITION OF request_logs DEFAULT;
CREATE INDEX request_logs_user ON request_logs (user_id, "timestamp");

CREATE TABLE system_metrics (
  id uuid NOT NULL DEFAULT aiwatch_uuid_v7(),
  cpu_usage double precision NOT NULL,
  memory_usage double precision NOT NULL,
  queue_length integer,
  active_requests integer,
  "timestamp" timestamptz NOT NULL DEFAULT now(),
  source jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY ("timestamp", id)
) PARTITION BY RANGE ("timestamp");
CREATE TABLE system_metrics_default PARTITION OF system_metrics DEFAULT;
`,
};
