import { createContext, useContext } from 'react';
import type { SignedInSession } from '../../../src/api/session.ts';

/** Who uses the panel. */
export interface SignedIn extends SignedInSession {
  /** Asks the server again who is signed in; where nobody is any more, the page to sign in is shown. */
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
