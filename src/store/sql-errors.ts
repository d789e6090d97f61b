/** What a failure of the store means for the batch that met it. */
export type StoreFailure =
  /** The data cannot be stored, now or later. */
  | 'data'
  /** Tables are missing: it is another database than before. */
  | 'schema'
  /** Everything else passes, or somebody mends it: the batch waits. */
  | 'temporary';

/**
 * Classes of SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html: 21 cardinality, 22 data
 * exceptions, 23 constraints, 54 limits of the program.
 */
const DATA_CLASSES: ReadonlySet<string> = new Set(['21', '22', '23', '54']);
/** undefined_table, undefined_column, undefined_function, invalid_schema_name, undefined_object. */
const SCHEMA_CODES: ReadonlySet<string> = new Set(['42P01', '42703', '42883', '3F000', '42704']);

/** Tells the kinds of failure apart by the code of PostgreSQL; what has none is a broken connection. */
export function classifyFailure(error: unknown): StoreFailure {
  if (isMistake(error)) return 'data';
  const code = sqlStateOf(error);
  if (code === undefined) return 'temporary';
  if (SCHEMA_CODES.has(code)) return 'schema';
  return DATA_CLASSES.has(code.slice(0, 2)) ? 'data' : 'temporary';
}

/** What JavaScript throws at data that are not as they should be. */
function isMistake(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}

/** The SQLSTATE of an error of PostgreSQL; undefined for any other error. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
