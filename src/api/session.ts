/** Roles that may sign in to the panel; a service only delivers. */
export const PANEL_ROLES = ['admin', 'user'] as const;
export type PanelRole = (typeof PANEL_ROLES)[number];

/** The body of `POST /api/v1/session`: a token of `aiwatch token`, or the one-time code of a sign-in link. */
export type SignInRequest = { readonly token: string } | { readonly code: string };

/** Sign-in links lead to `/#code=…`: a fragment never reaches a server, and so no log. */
export const CODE_PARAMETER = 'code';

/** Requests of the panel may carry it; a page of another origin cannot send it. Its value does not matter. */
export const REQUEST_HEADER = 'x-aiwatch-request';

/** Sign-in by an identity provider. */
interface OidcWay {
  /** Of the button. */
  readonly label: string;
  /** Path to go to; `?returnTo=/activity` says where the browser comes back to. */
  readonly url: string;
}

/** What the sign-in page can offer. Tokens and links are always taken. */
export interface SignInWays {
  /** Null where none is configured. */
  readonly oidc: OidcWay | null;
}

interface SessionBase {
  /** Version of aiwatch. */
  readonly version: string;
  /** Name of the application that is watched. */
  readonly name: string;
  readonly ways: SignInWays;
}

/** Somebody is signed in. */
export interface SignedInSession extends SessionBase {
  readonly signedIn: true;
  readonly role: PanelRole;
  /** Null for an administrator whose token names nobody. */
  readonly userId: string | null;
  /** When the session ends unless it is renewed, ISO 8601; asking for the session renews one that is half over. */
  readonly expires: string;
}

/** Nobody is signed in. */
interface SignedOutSession extends SessionBase {
  readonly signedIn: false;
  /** Why a session that there was is over, as an error code, e.g. `TOKEN_EXPIRED`; null where there was none. */
  readonly reason: string | null;
}

/** The answer of `GET` and `POST /api/v1/session`. `DELETE` answers 204. */
export type SessionAnswer = SignedInSession | SignedOutSession;
