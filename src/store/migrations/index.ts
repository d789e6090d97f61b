import { events } from './0001-events.ts';
import { rollups } from './0002-rollups.ts';
import { usage } from './0003-usage.ts';
import { privacy } from './0004-privacy.ts';
import { audit } from './0005-audit.ts';
import { deliveries } from './0006-deliveries.ts';
import { aging } from './0007-aging.ts';
import { incidents } from './0008-incidents.ts';
import { auditedFacts } from './0009-audited-facts.ts';
import type { Migration } from './migration.ts';

export type { Migration } from './migration.ts';

/** The schema, step by step. */
export const MIGRATIONS: readonly Migration[] = [
  events,
  rollups,
  usage,
  privacy,
  audit,
  deliveries,
  aging,
  incidents,
  auditedFacts,
];
