import type { HealthStatus } from '../../api/health.ts';
import { type Clock, systemClock } from '../../clock.ts';
import type { HealthCheck } from '../health-check.ts';
import { worstStatus } from '../worst-status.ts';

/** An application whose events arrive here. */
interface ApplicationHealth {
  readonly application: string;
  readonly status: HealthStatus;
  /** ISO 8601. */
  readonly lastEventAt: string;
  /** Whether that is exact; else it is the end of the quarter of an hour in which the event was. */
  readonly isExact: boolean;
}

export interface ApplicationWatchOptions {
  /** When each application last had an event, from the store: the beginning of the quarter of an hour. */
  readonly readStored: () => Promise<readonly { readonly application: string; readonly bucket: Date }[]>;
  /** Without events for so long an application is degraded … */
  readonly silentAfterMs: number;
  /** … and for so long unhealthy. */
  readonly downAfterMs: number;
  /** @default the time of the system */
  readonly clock?: Clock | undefined;
}

export interface ApplicationWatch {
  /** Told of each application whose events arrive here. */
  seen(application: string): void;
  readonly check: HealthCheck;
  /** As the last check found them, the worst first. */
  list(): readonly ApplicationHealth[];
}

const BUCKET_MS = 15 * 60_000;
/** An application that was silent for a day is no part any more. */
const FORGET_AFTER_MS = 24 * 60 * 60_000;
/** Names come from outside. */
const MAX_APPLICATIONS = 100;

interface LastEvent {
  readonly atMs: number;
  readonly isExact: boolean;
}

/** Watches when the last event of each application arrived: here exactly, elsewhere by the counts of the store. */
export function watchApplications(options: ApplicationWatchOptions): ApplicationWatch {
  const { readStored, clock = systemClock } = options;
  const seenMs = new Map<string, number>();
  let found: readonly ApplicationHealth[] = [];

  const readLast = async (): Promise<ReadonlyMap<string, LastEvent>> => {
    const nowMs = clock();
    const last = new Map<string, LastEvent>();
    for (const { application, bucket } of await readStored()) {
      last.set(application, { atMs: Math.min(nowMs, bucket.getTime() + BUCKET_MS), isExact: false });
    }
    for (const [application, atMs] of seenMs) {
      if (nowMs - atMs > FORGET_AFTER_MS) seenMs.delete(application);
      else if (isLater(atMs, last.get(application))) last.set(application, { atMs, isExact: true });
    }
    return last;
  };

  return {
    seen: application => {
      if (seenMs.has(application) || seenMs.size < MAX_APPLICATIONS) seenMs.set(application, clock());
    },
    check: async () => {
      const last = await readLast();
      found = [...last]
        .map(([application, event]) => judge(application, event, clock(), options))
        .sort((one, other) => one.lastEventAt.localeCompare(other.lastEventAt));
      const status = worstStatus(found.map(application => application.status));
      const silent = found.filter(application => application.status !== 'healthy');
      return {
        // Where there is no application yet, nothing is wrong.
        status: status === 'unknown' ? 'healthy' : status,
        details: { applications: found.length, silent: silent.length },
        ...(silent.length > 0 && {
          error: `no events of ${silent.map(each => each.application).join(', ')}`,
        }),
      };
    },
    list: () => found,
  };
}

/** What was seen here counts where the counts of its quarter of an hour know no more: then it is the exact time. */
function isLater(atMs: number, stored: LastEvent | undefined): boolean {
  return stored === undefined || atMs > stored.atMs - BUCKET_MS;
}

function judge(
  application: string,
  { atMs, isExact }: LastEvent,
  nowMs: number,
  { silentAfterMs, downAfterMs }: ApplicationWatchOptions,
): ApplicationHealth {
  const silentMs = nowMs - atMs;
  const status = silentMs > downAfterMs ? 'unhealthy' : silentMs > silentAfterMs ? 'degraded' : 'healthy';
  return { application, status, lastEventAt: new Date(atMs).toISOString(), isExact };
}
