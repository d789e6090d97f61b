import type { RunningServer } from './running-server.ts';

/** Servers that are stopped together. */
export interface ServerGroup {
  /**
   * Starts a server and keeps it. `start` gets a signal to hand on: servers that are still starting when the group
   * stops give up.
   */
  start(start: (signal: AbortSignal) => Promise<RunningServer>): Promise<RunningServer>;
  /** Servers that run, in the order they were started. */
  servers(): readonly RunningServer[];
  /**
   * Stops all, the last one started first, each when the one after it is gone. Throws, once
   * all were asked, if one could not be stopped. The group cannot be used again.
   */
  stop(): Promise<void>;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Creates a group. On SIGINT and SIGTERM of this process it stops its servers, and then lets the signal do what
 * it does. (What happens if this process dies otherwise: see `spawnBound`.)
 */
export function createServerGroup(): ServerGroup {
  const abort = new AbortController();
  const starting = new Set<Promise<RunningServer>>();
  const running: RunningServer[] = [];
  let stopping: Promise<void> | undefined;

  const stop = (): Promise<void> => {
    stopping ??= stopAll(abort, starting, running).finally(unwatch);
    return stopping;
  };
  const unwatch = watchSignals(stop);

  return {
    async start(start) {
      if (abort.signal.aborted) {
        throw new Error('this group of servers was stopped');
      }
      const promise = start(abort.signal);
      starting.add(promise);
      try {
        const server = await promise;
        running.push(server);
        return server;
      } finally {
        starting.delete(promise);
      }
    },
    servers: () => [...running],
    stop,
  };
}

async function stopAll(
  abort: AbortController,
  starting: ReadonlySet<Promise<RunningServer>>,
  running: RunningServer[],
): Promise<void> {
  abort.abort();
  await Promise.allSettled(starting);
  const failures: unknown[] = [];
  for (let server = running.pop(); server !== undefined; server = running.pop()) {
    await server.stop().catch(error => failures.push(error));
  }
  if (failures.length > 0) {
    throw failures[0];
  }
}

/** Runs `stop` on a signal and sends the signal again when it is done, unless others of this process handle it too. */
function watchSignals(stop: () => Promise<void>): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    const resend = (): void => {
      if (process.listenerCount(signal) === 0) {
        process.kill(process.pid, signal);
      }
    };
    stop().then(resend, resend);
  };
  for (const signal of SIGNALS) {
    process.on(signal, onSignal);
  }
  return () => {
    for (const signal of SIGNALS) {
      process.off(signal, onSignal);
    }
  };
}
