import type { Pool } from 'pg';
import { ROW_ID_LENGTH } from '../events/index.ts';
import { EVENT_COLUMNS, type EventRow, eventOf, listActionsOfUser } from '../store/index.ts';
import { findConsent } from './consents.ts';
import { INCIDENTS_OF_USER } from './erasure/erase-incidents.ts';
import type { UserAliases } from './users.ts';

/** What the lines of an export are about, in the order in which they come. */
export const USER_EXPORT_KINDS = [
  'user',
  'consent',
  'event',
  'request',
  'session',
  'day',
  'incident',
  'dead_letter',
  'delivery_dead_letter',
  'action',
] as const;

/** Lines of an export of everything about a user; `kind` says what the rest of the line is. */
interface UserExportLine {
  readonly kind: (typeof USER_EXPORT_KINDS)[number];
  readonly [field: string]: unknown;
}

/** Rows in memory at once: an event may have 256 KiB. */
const PAGE_ROWS = 100;
/** A dead letter may be larger than what is stored. */
const DEAD_LETTER_PAGE_ROWS = 50;

const EVENTS = `
SELECT ${EVENT_COLUMNS}, e."timestamp"::text AS cursor FROM monitoring_events e
WHERE e.user_id = $1 AND (e."timestamp", e.id) > ($2::timestamptz, $3::uuid) ORDER BY e."timestamp", e.id LIMIT ${PAGE_ROWS}`;

const REQUESTS = `
SELECT id, path, method, status_code, process_time, api_key_id, client_ip, "timestamp", source,
  "timestamp"::text AS cursor FROM request_logs
WHERE user_id = $1 AND ("timestamp", id) > ($2::timestamptz, $3::uuid) ORDER BY "timestamp", id LIMIT ${PAGE_ROWS}`;

const SMALL: readonly (readonly [kind: UserExportLine['kind'], sql: string])[] = [
  ['session', 'SELECT * FROM event_sessions WHERE user_id = ANY($1) ORDER BY created_at'],
  ['day', 'SELECT * FROM user_days WHERE user_id = ANY($1) ORDER BY day, application'],
  ['incident', INCIDENTS_OF_USER],
];

const DEAD_LETTERS = `
SELECT id, reason, created_at, record, created_at::text AS cursor FROM dead_letters
WHERE user_id = $1 AND (created_at, id) > ($2::timestamptz, $3::uuid) ORDER BY created_at, id
LIMIT ${DEAD_LETTER_PAGE_ROWS}`;

/** The event itself is among the events, as long as it is kept. */
const DELIVERY_DEAD_LETTERS = `
SELECT id, consumer, event_id, event_timestamp, reason, attempts, created_at, resend_at,
  created_at::text AS cursor FROM delivery_dead_letters
WHERE user_id = $1 AND (created_at, id) > ($2::timestamptz, $3::uuid) ORDER BY created_at, id LIMIT ${PAGE_ROWS}`;

/** Everything that is kept about a user, as NDJSON; of any size, since it is read in pages. */
export async function* exportUser(pool: Pool, userId: string, aliases: UserAliases): AsyncGenerator<string> {
  for await (const line of readLines(pool, userId, aliases(userId))) yield `${JSON.stringify(line)}\n`;
}

async function* readLines(
  pool: Pool,
  userId: string,
  ids: readonly string[],
): AsyncGenerator<UserExportLine> {
  yield { kind: 'user', userId, exportedAt: new Date().toISOString() };
  for (const id of ids) {
    const consent = await findConsent(pool, id);
    if (consent !== undefined) yield { kind: 'consent', ...consent };
  }
  for (const id of ids) {
    for await (const row of readPages<EventRow & { cursor: string }>(pool, EVENTS, id))
      yield { kind: 'event', event: eventOf(row) };
    yield* readRows(pool, 'request', REQUESTS, id);
  }
  for (const [kind, sql] of SMALL) {
    const { rows } = await pool.query<Record<string, unknown>>(sql, [ids]);
    for (const row of rows) yield { kind, ...row };
  }
  for (const id of ids) yield* readDeadLetters(pool, id);
  for (const id of ids) yield* readRows(pool, 'delivery_dead_letter', DELIVERY_DEAD_LETTERS, id);
  for (const action of await listActionsOfUser(pool, ids)) yield { kind: 'action', ...action };
}

/** Rows that are given as they are, in pages. */
async function* readRows(
  pool: Pool,
  kind: UserExportLine['kind'],
  sql: string,
  userId: string,
): AsyncGenerator<UserExportLine> {
  for await (const { cursor: _, ...row } of readPages<{ id: string; cursor: string }>(pool, sql, userId))
    yield { kind, ...row };
}

/** The cursor is a text, as a Date has no microseconds. */
async function* readPages<Row extends { readonly id: string; readonly cursor: string }>(
  pool: Pool,
  sql: string,
  userId: string,
  pageRows = PAGE_ROWS,
): AsyncGenerator<Row> {
  let after: readonly [string, string] = ['-infinity', '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const { rows } = await pool.query<Row>(sql, [userId, ...after]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = [last.cursor, last.id];
  }
}

interface DeadLetterRow {
  readonly id: string;
  readonly reason: string;
  readonly created_at: Date;
  readonly record: Buffer;
  readonly cursor: string;
}

async function* readDeadLetters(pool: Pool, userId: string): AsyncGenerator<UserExportLine> {
  const rows = readPages<DeadLetterRow>(pool, DEAD_LETTERS, userId, DEAD_LETTER_PAGE_ROWS);
  for await (const { record, cursor: _, ...row } of rows) {
    yield { kind: 'dead_letter', ...row, event: record.toString('utf8').slice(ROW_ID_LENGTH) };
  }
}
