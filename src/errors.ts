import { ERROR_TABLE } from './errors/error-table.ts';

/** The stable code of an error, e.g. `METRIC_CONFLICT`. */
export type ErrorCode = keyof typeof ERROR_TABLE;

/** What is known about one error: the place, and what was found there; `expected` when it can be said more exactly. */
export interface ErrorDetails {
  readonly where: string;
  readonly found: string;
  readonly expected?: string;
  readonly cause?: unknown;
  /** The part of a request that was wrong, e.g. `events[3].type`. */
  readonly field?: string;
  /** Lines that show the place; they stand below the message. */
  readonly excerpt?: string;
}

/** The one error class of aiwatch. `code` is stable; the message is for people. */
export class AiwatchError extends Error {
  override readonly name = 'AiwatchError' as const;
  readonly code: ErrorCode;
  /** What the message says was expected. */
  readonly expected: string;
  /** What the message says was found. */
  readonly found: string;
  /** The part of a request that was wrong; undefined where it is none. */
  readonly field: string | undefined;

  constructor(code: ErrorCode, details: ErrorDetails) {
    const { advice } = ERROR_TABLE[code];
    const expected = details.expected ?? ERROR_TABLE[code].expected;
    const where = details.field ? `${details.where}, ${details.field}` : details.where;
    const message = `${where}: expected ${expected}, found ${details.found}. ${advice}`;
    const excerpt = details.excerpt === undefined ? '' : `\n${details.excerpt}`;
    super(
      `${message} [${code}]${excerpt}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.code = code;
    this.expected = expected;
    this.found = details.found;
    this.field = details.field;
  }
}

/** Tells an aiwatch error from any other thrown value, also across two copies of the package. */
export function isAiwatchError(error: unknown): error is AiwatchError {
  return error instanceof Error && error.name === 'AiwatchError' && 'code' in error;
}

/** All error codes, for documentation and its test. */
export const ERROR_CODES = Object.keys(ERROR_TABLE) as readonly ErrorCode[];

const LONGEST_EXCERPT = 80;

/** Shows any value in an error message: safely, in one line, with its type, and cut to 80 characters. */
export function describe(value: unknown): string {
  let text: string;
  try {
    text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  } catch {
    text = 'a value that cannot be printed';
  }
  const line = text.replaceAll('\n', ' ');
  const excerpt = line.length > LONGEST_EXCERPT ? `${line.slice(0, LONGEST_EXCERPT)}…` : line;
  return `${excerpt} (${value === null ? 'null' : typeof value})`;
}

/** What a thrown value says in short: the code of an error of the system (`ENOENT`), or else its text. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** The same for what `fetch` throws: it says itself no more than that it failed, and its cause says why. */
export function reasonOfFetch(error: unknown): string {
  if (!(error instanceof Error)) return reasonOf(error);
  return error.name === 'TimeoutError' ? 'no answer in time' : reasonOf(error.cause ?? error);
}
