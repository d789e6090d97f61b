import type { Migration } from './migration.ts';

/** What happened outside of the database and is in the audit trail, so that it comes into it once. */
export const auditedFacts: Migration = {
  version: 9,
  name: 'audited-facts',
  sql: `
CREATE TABLE audited_facts (
  -- What happened, and to what, such as token.issue:01a2…; never whom it concerns.
  fact text PRIMARY KEY
);
`,
};
