import { readFileSync } from 'node:fs';

/** A user of the machine, by its numbers. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Users of Debian and others that own nothing which matters; the first that there is. */
const CANDIDATES = ['postgres', 'nobody'];

/**
 * Who to run a program as that refuses to run as root; undefined where this process is not root, and so runs it
 * itself. Throws where the machine has none of the usual users.
 */
export function findUnprivilegedUser(): SystemUser | undefined {
  return process.getuid?.() === 0 ? parseUser(readFileSync('/etc/passwd', 'utf8')) : undefined;
}

/** The first of the usual users in a file of the form of `/etc/passwd`. */
export function parseUser(passwd: string): SystemUser {
  const lines = passwd.split('\n').map(line => line.split(':'));
  for (const candidate of CANDIDATES) {
    const [, , uid, gid] = lines.find(([name]) => name === candidate) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    `this program does not run as root, and there is no user ${CANDIDATES.join(' or ')} to run it as`,
  );
}
