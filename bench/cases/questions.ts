import type { Pool } from 'pg';
import { loadBuilt } from '../events/built.ts';
import { startBenchPostgresql } from '../events/postgresql.ts';
import { DAYS, fill } from '../questions/fill.ts';
import { QUESTIONS, type QuestionRange } from '../questions/question-list.ts';
import { median } from '../table.ts';

/** One question, in milliseconds: median of several answers. */
export interface QuestionResult {
  readonly name: string;
  readonly oursMs: number;
  readonly scanMs: number | undefined;
}

export interface QuestionsMeasurement {
  readonly events: number;
  readonly questions: readonly QuestionResult[];
  readonly pages: readonly QuestionResult[];
}

type Queries = typeof import('../../dist/store/index.js');

interface FilledStore {
  readonly firstDay: string;
  readonly events: number;
  readonly onProgress: (text: string) => void;
}

/** Not at the beginning of a day or bucket: what lies at the edges is read from the events. */
const EDGE_MS = 7 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const ROUNDS = 9;
/** Of one statement that fills: `VACUUM` of all that there is takes the longest. */
const FILL_TIMEOUT_MS = 60 * 60 * 1000;
/** Scans take seconds. */
const SCAN_ROUNDS = 3;
const PAGE_SIZE = 100;
const PAGES = [1, 1000, 10_000];

const AT_OFFSET = `
SELECT to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at, id
FROM monitoring_events ORDER BY "timestamp" DESC, id DESC OFFSET $1 LIMIT 1`;
const SCAN_PAGE = `SELECT * FROM monitoring_events ORDER BY "timestamp" DESC, id DESC OFFSET $1 LIMIT ${PAGE_SIZE}`;

/** Stores events and asks for them, by the counts that are kept and by the events alone. */
export async function measureQuestions(
  events: number,
  onProgress: (text: string) => void,
): Promise<QuestionsMeasurement> {
  const queries = await loadBuilt<Queries>('store/index.js');
  const postgresql = await startBenchPostgresql();
  try {
    const store = queries.openStore({
      connection: { connectionString: postgresql.url, statement_timeout: 0 },
    });
    await store.migrate();
    // Filling takes minutes, and the pool of the store gives up on a statement before.
    const filler = queries.createPool({
      connection: { connectionString: postgresql.url },
      statementTimeoutMs: FILL_TIMEOUT_MS,
    });
    const firstDay = await fill(filler, events, onProgress).finally(() => filler.end());
    const result = await ask(queries, store.pool, { firstDay, events, onProgress }).finally(() =>
      store.close(),
    );
    return { events, ...result };
  } finally {
    await postgresql.remove();
  }
}

async function ask(
  queries: Queries,
  pool: Pool,
  { firstDay, events, onProgress }: FilledStore,
): Promise<Omit<QuestionsMeasurement, 'events'>> {
  const startMs = Date.parse(firstDay);
  const range = { from: new Date(startMs + EDGE_MS), to: new Date(startMs + DAYS * DAY_MS - EDGE_MS) };
  const questions: QuestionResult[] = [];
  for (const question of QUESTIONS) {
    onProgress(question.name);
    const oursMs = await medianMs(ROUNDS, () => question.ask(queries, pool, range));
    questions.push({ name: question.name, oursMs, scanMs: await scanMs(pool, question.scan, range) });
  }
  onProgress('pages of events');
  const pages: QuestionResult[] = [];
  for (const page of PAGES.filter(one => one * PAGE_SIZE <= events)) {
    pages.push(await measurePage(queries, pool, page));
  }
  return { questions, pages };
}

async function scanMs(
  pool: Pool,
  scan: string | undefined,
  { from, to }: QuestionRange,
): Promise<number | undefined> {
  return scan === undefined ? undefined : medianMs(SCAN_ROUNDS, () => pool.query(scan, [from, to]));
}

async function measurePage({ listEvents }: Queries, pool: Pool, page: number): Promise<QuestionResult> {
  const { formatCursor } = await loadBuilt<typeof import('../../dist/store/queries/event-cursor.js')>(
    'store/queries/event-cursor.js',
  );
  const offset = (page - 1) * PAGE_SIZE;
  const { rows } = await pool.query<{ at: string; id: string }>(AT_OFFSET, [Math.max(0, offset - 1)]);
  const cursor = page === 1 ? undefined : formatCursor(rows[0]!);
  const oursMs = await medianMs(ROUNDS, () => listEvents(pool, { limit: PAGE_SIZE, cursor }));
  return {
    name: pageName(page),
    oursMs,
    scanMs: await medianMs(SCAN_ROUNDS, () => pool.query(SCAN_PAGE, [offset])),
  };
}

const pageName = (page: number) => `page ${page.toLocaleString('en')} of ${PAGE_SIZE} events`;

/** The first answer warms caches up and does not count. */
async function medianMs(rounds: number, run: () => Promise<unknown>): Promise<number> {
  await run();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startMs = performance.now();
    await run();
    times.push(performance.now() - startMs);
  }
  return median(times);
}
