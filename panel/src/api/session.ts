import { requestJson } from './request.ts';

export type Role = 'admin' | 'user';

/** Who is signed in, and how one can sign in. */
export interface Session {
  readonly signedIn: boolean;
  readonly role?: Role;
  readonly userId?: string | null;
  /** When the session ends; ISO 8601. */
  readonly expires?: string | null;
  /** Of the server. */
  readonly version?: string;
  /** There where an identity provider is configured. */
  readonly oidc?: { readonly label: string; readonly url?: string } | null;
}

const PATH = '/api/v1/session';

export const fetchSession = (signal?: AbortSignal) => requestJson<Session>(PATH, { signal });

/** Signs in by a token, or by the one-time code of a link. */
export const signIn = (proof: { readonly token: string } | { readonly code: string }) =>
  requestJson<Session>(PATH, { method: 'POST', body: proof });

export const signOut = () => requestJson<void>(PATH, { method: 'DELETE' });
