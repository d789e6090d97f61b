import { readFileSync } from 'node:fs';
import { AiwatchError } from '../../errors.ts';

/** A user of the machine, by its numbers. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** The first of these that the machine has; aiwatch makes no users. `nobody` is on every Linux. */
const CANDIDATES = ['aiwatch', 'postgres', 'nobody'];

/**
 * Who to run PostgreSQL as, since it refuses to run as root; undefined where this process is not root, and so runs it
 * as itself. Throws STORE_USER_MISSING.
 */
export function findSystemUser(): SystemUser | undefined {
  return process.getuid?.() === 0 ? parseSystemUser(readFileSync('/etc/passwd', 'utf8')) : undefined;
}

/** The first of the usual users in a file of the form of `/etc/passwd`. Throws STORE_USER_MISSING. */
export function parseSystemUser(passwd: string): SystemUser {
  const lines = passwd.split('\n').map(line => line.split(':'));
  for (const candidate of CANDIDATES) {
    const [, , uid, gid] = lines.find(([name]) => name === candidate) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new AiwatchError('STORE_USER_MISSING', {
    where: 'embedded PostgreSQL, started as root',
    found: `no user ${CANDIDATES.join(', ')}`,
  });
}
