import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Monitoring } from 'aiwatch';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { AssistantError } from './errors.ts';

/** One prompt and everything that followed from it, up to the answer. */
export type Turn = readonly ChatCompletionMessageParam[];

/** A user at work. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  /** What the user works on, as they called it. */
  readonly project: string | undefined;
  /** The conversation, oldest turn first. */
  turns: readonly Turn[];
}

/** The sessions that are open. */
export interface Sessions {
  /** Throws a 503 AssistantError when there are too many. */
  start(userId: string, project?: string): Session;
  /** The session that a request belongs to. Throws a 404 AssistantError for one that is unknown, over, or another user's. */
  require(headers: IncomingHttpHeaders): Session;
  /** Keeps a session open that is at work without requests. */
  touch(session: Session): void;
  /** Throws a 404 AssistantError as `require` does. */
  end(id: string, headers: IncomingHttpHeaders): void;
}

interface Entry {
  readonly session: Session;
  lastActivityMs: number;
}

// Bounds the memory that conversations take; far beyond what one process serves.
const MAX_SESSIONS = 10_000;

/** Keeps sessions in memory; one without activity for `timeoutMs` is over. */
export function createSessions(monitoring: Monitoring, timeoutMs: number): Sessions {
  // In the order of their last activity, so that those that are over come first.
  const entries = new Map<string, Entry>();

  const dropExpired = (): void => {
    for (const [id, { lastActivityMs }] of entries) {
      if (performance.now() - lastActivityMs < timeoutMs) {
        return;
      }
      // aiwatch has the same timeout and ends the session in its metrics by itself.
      entries.delete(id);
    }
  };
  const touch = (session: Session): void => {
    if (!entries.delete(session.id)) {
      return;
    }
    entries.set(session.id, { session, lastActivityMs: performance.now() });
    monitoring.sessions.touch(session.id);
  };
  const find = (id: unknown, headers: IncomingHttpHeaders): Session => {
    dropExpired();
    const session = typeof id === 'string' ? entries.get(id)?.session : undefined;
    const userId = headers['x-user-id'] ?? session?.userId;
    if (session === undefined || session.userId !== userId) {
      throw new AssistantError(404, 'session_unknown', 'There is no such session, or it is over.');
    }
    return session;
  };

  return {
    touch,
    start: (userId, project) => {
      dropExpired();
      if (entries.size >= MAX_SESSIONS) {
        throw new AssistantError(503, 'too_many_sessions', 'Too many sessions are open.', {
          headers: { 'retry-after': '60' },
        });
      }
      const session: Session = { id: randomUUID(), userId, project, turns: [] };
      entries.set(session.id, { session, lastActivityMs: performance.now() });
      monitoring.sessions.start(session.id, { userId, config: { project } });
      return session;
    },
    require: headers => {
      const session = find(headers['x-session-id'], headers);
      touch(session);
      return session;
    },
    end: (id, headers) => {
      entries.delete(find(id, headers).id);
      monitoring.sessions.end(id);
    },
  };
}
