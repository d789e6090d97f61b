import type { Migration } from './migration.ts';

/**
 * The audit trail: leaves in the order of commits, the tree over them, and its signed checkpoints. The triggers are a
 * guard rail against mistakes; evidence is the tree, since whoever owns the tables can switch triggers off.
 */
export const audit: Migration = {
  version: 5,
  name: 'audit',
  sql: `
CREATE TABLE audit_leaves (
  leaf_index bigint PRIMARY KEY,
  kind text NOT NULL,
  -- The exact text that was hashed; as jsonb it would come back as another one.
  body text NOT NULL,
  leaf_hash bytea NOT NULL,
  batch_id bigint UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_leaves_actions ON audit_leaves (leaf_index) WHERE kind = 'action';

CREATE TABLE audit_commitments (
  batch_id bigint PRIMARY KEY,
  day date NOT NULL,
  commitments bytea NOT NULL
);
CREATE INDEX audit_commitments_day ON audit_commitments (day);

CREATE TABLE audit_actions (
  leaf_index bigint PRIMARY KEY,
  day date NOT NULL,
  salt bytea NOT NULL,
  actor text,
  target_user text,
  payload text NOT NULL
);
CREATE INDEX audit_actions_day ON audit_actions (day);
CREATE INDEX audit_actions_actor ON audit_actions (actor);
CREATE INDEX audit_actions_target ON audit_actions (target_user);

CREATE TABLE audit_tree (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  -- The hashes of its full subtrees, which is all that appending needs.
  state jsonb NOT NULL
);
INSERT INTO audit_tree VALUES (true, '{"size": 0, "hashes": []}');

CREATE TABLE audit_checkpoints (
  size bigint NOT NULL,
  origin text NOT NULL,
  note text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (size, origin)
);

CREATE FUNCTION aiwatch_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is only added to (%)', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_leaves_fixed BEFORE UPDATE OR DELETE ON audit_leaves
  FOR EACH ROW EXECUTE FUNCTION aiwatch_refuse_change();
CREATE TRIGGER audit_leaves_kept BEFORE TRUNCATE ON audit_leaves
  FOR EACH STATEMENT EXECUTE FUNCTION aiwatch_refuse_change();
CREATE TRIGGER audit_checkpoints_fixed BEFORE UPDATE OR DELETE ON audit_checkpoints
  FOR EACH ROW EXECUTE FUNCTION aiwatch_refuse_change();
ALTER TABLE audit_leaves ENABLE ALWAYS TRIGGER audit_leaves_fixed;
ALTER TABLE audit_leaves ENABLE ALWAYS TRIGGER audit_leaves_kept;
ALTER TABLE audit_checkpoints ENABLE ALWAYS TRIGGER audit_checkpoints_fixed;
`,
};
