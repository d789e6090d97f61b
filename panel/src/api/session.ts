import type { SessionAnswer, SignInRequest } from '../../../src/api/session.ts';
import { requestJson } from './request.ts';

const PATH = '/api/v1/session';

/** Says who is signed in; renews a session that is half over. */
export const fetchSession = (signal?: AbortSignal) => requestJson<SessionAnswer>(PATH, { signal });

/** Signs in by a token, or by the one-time code of a link. */
export const signIn = (proof: SignInRequest) =>
  requestJson<SessionAnswer>(PATH, { method: 'POST', body: proof });

export const signOut = () => requestJson<void>(PATH, { method: 'DELETE' });
