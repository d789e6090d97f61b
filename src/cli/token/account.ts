import { userInfo } from 'node:os';

/** The account of the machine in which this runs, for the audit trail: its name, or its number where it has none. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
