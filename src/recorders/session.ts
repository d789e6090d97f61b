import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';

/** Turns the sessions of users into metrics. */
export interface SessionRecorder {
  start(): void;
  /** @param durationSeconds from the start to the end, or to the last activity of a session that expired. */
  end(durationSeconds: number): void;
}

export function createSessionRecorder(registry: Registry, { session }: Catalogue): SessionRecorder {
  const active = registry.gauge(session.active).with({});
  const total = registry.counter(session.total).with({});
  const duration = registry.histogram(session.duration).with({});
  return {
    start: () => {
      active.inc();
      total.inc();
    },
    end: durationSeconds => {
      active.dec();
      duration.observe(durationSeconds);
    },
  };
}
