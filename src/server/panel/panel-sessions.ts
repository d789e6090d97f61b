import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { recordAction } from '../../store/index.ts';
import { actorOf } from '../access/actor-of.ts';
import type { SessionConfig } from '../access/auth-config.ts';
import type { Tokens } from '../tokens/open-tokens.ts';
import {
  createSessionFacts,
  readSessionFacts,
  type SessionFacts,
  type SessionToken,
  signSession,
} from '../tokens/session-token.ts';

/** What sessions need of the keys of tokens. */
export type SessionTokens = Pick<Tokens, 'activeKey' | 'keyFile' | 'remember' | 'revoke' | 'verify'>;

export interface PanelSessionOptions {
  readonly tokens: SessionTokens;
  readonly times: SessionConfig;
  /** The audit trail. @default nothing is recorded */
  readonly pool?: Pool | undefined;
  /** Told where the trail could not be written. */
  readonly onProblem: (error: unknown) => void;
}

/** A session to be begun; without `untilMs` it can be renewed as long as the settings allow. */
export type NewSession = Omit<SessionFacts, 'sessionId' | 'untilMs'> & {
  readonly untilMs?: number | undefined;
};

/** The sessions of the panel. */
export interface PanelSessions {
  /** Begins a session. Rejects with DATA_FILE_UNWRITABLE. */
  begin(session: NewSession): Promise<SessionToken>;
  /** A new token for the session of a verified one that is half over; undefined where none is due or possible. */
  renew(token: string): Promise<SessionToken | undefined>;
  /** Ends the session of a verified token: no copy of it is let in any more. Tokens that were handed out stay. */
  end(token: string): Promise<void>;
}

/** How long a sign-in waits for the trail; one that takes longer is recorded, or reported, later. */
const TRAIL_WAIT_MS = 1000;

/** Sessions are tokens like others, on the same list, so that `aiwatch token list` and `revoke` know them. */
export function createPanelSessions({ tokens, times, pool, onProblem }: PanelSessionOptions): PanelSessions {
  // Not even a database that is away keeps operators from looking at what still works; the log has every sign-in too.
  const record = async (action: string, facts: SessionFacts): Promise<void> => {
    const { sessionId, way } = facts;
    const actor = actorOf({ userId: facts.userId, tokenId: facts.parentId ?? sessionId });
    if (pool === undefined) return;
    const details = { way, session: sessionId };
    const recorded = recordAction(pool, { action, actor, details }).catch(onProblem);
    await Promise.race([recorded, sleep(TRAIL_WAIT_MS, undefined, { ref: false })]);
  };
  const sign = async (facts: SessionFacts): Promise<SessionToken> => {
    const session = await signSession(tokens.activeKey(), facts, times.ttlMs);
    await tokens.remember(session.issued);
    return session;
  };
  return {
    begin: async ({ untilMs = Number.POSITIVE_INFINITY, ...session }) => {
      const latestMs = Math.min(untilMs, Date.now() + times.maxTtlMs);
      const begun = await sign(createSessionFacts({ ...session, untilMs: latestMs }));
      await record('session.sign-in', begun.facts);
      return begun;
    },
    renew: async token => {
      const facts = readSessionFacts(token);
      if (facts === undefined || !isHalfOver(facts, times.ttlMs)) return undefined;
      return sign(facts);
    },
    end: async token => {
      const facts = readSessionFacts(token);
      if (facts === undefined) return;
      await tokens.revoke(facts.sessionId);
      await record('session.sign-out', facts);
    },
  };
}

/** Whether a renewal is due, and would give the session more time. */
function isHalfOver(
  { issuedMs, untilMs }: SessionFacts & { readonly issuedMs: number },
  ttlMs: number,
): boolean {
  const isDue = Date.now() > issuedMs + ttlMs / 2;
  return isDue && untilMs > issuedMs + ttlMs;
}
