import { createContext, useContext } from 'react';
import type { Role } from '../api/session.ts';

/** Who uses the panel. */
export interface SignedIn {
  readonly role: Role;
  readonly userId: string | null;
  /** When the session ends; ISO 8601. */
  readonly expires: string | null;
  /** Of the server. */
  readonly version: string | undefined;
  /** Asks the server again who is signed in. */
  readonly refresh: () => void;
  readonly signOut: () => Promise<void>;
}

export const SessionContext = createContext<SignedIn | undefined>(undefined);

/** Who is signed in; within the pages there is always somebody. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession is for parts of the panel that need a sign-in');
  return session;
}
