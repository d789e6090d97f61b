import { sqlStateOf } from '../../store/index.ts';

/**
 * Classes of SQLSTATE that pass by themselves, https://www.postgresql.org/docs/current/errcodes-appendix.html:
 * 08 connection, 40 rollback, 53 resources, 55 not in the right state, 57 intervention of an operator.
 */
const PASSING_CLASSES: ReadonlySet<string> = new Set(['08', '40', '53', '55', '57']);
/** Of Node.js, for a network that breaks off; EPIPE looks like a SQLSTATE. */
const NETWORK_CODES =
  /^(E(PIPE|CONN\w+|TIMEDOUT|HOST\w+|NET\w+|NOTFOUND|AI_\w+|ADDRNOTAVAIL|NOTCONN)|ERR_(TLS|SSL|SOCKET|STREAM)_\w+)$/;
/** What `pg` says, without a code, of a connection that is lost, late, or closed with its pool. */
const PG_MESSAGES =
  /^(Connection terminated|Query read timeout|timeout (exceeded|expired)|Client (has encountered a connection error|was closed)|Cannot use a pool after)/;

/** Whether the store cannot be reached or takes too long; false for a statement or data that it refuses. */
export function isStoreOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'connect' || (typeof code === 'string' && NETWORK_CODES.test(code))) return true;
  const state = sqlStateOf(error);
  if (state !== undefined) return PASSING_CLASSES.has(state.slice(0, 2));
  return PG_MESSAGES.test(error.message);
}
