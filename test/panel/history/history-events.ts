import type { ActivityEvent } from '../../../src/events/index.ts';
import { buildEvent } from '../../support/records.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** A text that would run if a page took it for HTML. */
export const HOSTILE = '<img src=x onerror="window.hacked = true"><script>window.hacked = true</script>';

const USERS = ['ada', 'grace', 'linus', 'margaret', 'dennis', 'barbara', 'ken', 'radia', 'edsger', 'frances'];
const TOOLS = ['readFile', 'writeFile', 'search', 'shell', 'listFolder'];
const QUESTIONS = [
  'Why does the build fail on the second run?',
  'Write a test for the parser of durations.',
  'What does this regular expression match?',
  'Explain the difference between a mutex and a semaphore.',
];

/** Numbers from 0 up to 1 that are the same in every run (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How busy an hour is: people work by day, and less at weekends. */
function businessOf(at: Date): number {
  const day = at.getUTCDay();
  const hour = at.getUTCHours();
  const byHour = Math.exp(-((hour - 10.5) ** 2) / 14) + 0.8 * Math.exp(-((hour - 15) ** 2) / 10);
  return (day === 0 || day === 6 ? 0.25 : 1) * (byHour + 0.02);
}

/** A day on which something unusual went on, that many days ago. */
const UNUSUAL_DAYS_AGO = 9;

/** What the users of an assistant did in the days up to now, as it would be in earnest. */
export function buildHistory(now: Date, days: number): readonly ActivityEvent[] {
  const random = createRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 1.6 * list.length)]!;
  const events: ActivityEvent[] = [];
  const firstHour = Math.floor(now.getTime() / HOUR_MS) - days * DAY_HOURS;
  for (let hour = 0; hour <= days * DAY_HOURS; hour++) {
    const start = (firstHour + hour) * HOUR_MS;
    const daysAgo = Math.floor((now.getTime() - start) / (DAY_HOURS * HOUR_MS));
    const factor = daysAgo === UNUSUAL_DAYS_AGO ? 26 : 6 + (hour / (days * DAY_HOURS)) * 3;
    const count = Math.round(businessOf(new Date(start)) * factor * (0.6 + 0.8 * random()));
    for (let one = 0; one < count; one++) {
      const at = start + random() * HOUR_MS;
      if (at < now.getTime()) events.push(buildActivity(new Date(at).toISOString(), random, pick));
    }
  }
  return events;
}

function buildActivity(
  timestamp: string,
  random: () => number,
  pick: <T>(list: readonly T[]) => T,
): ActivityEvent {
  const userId = pick(USERS);
  const base = { timestamp, userId, sessionId: `session_${userId}_${timestamp.slice(0, 10)}` };
  const kind = random();
  if (kind < 0.5) {
    return buildEvent({
      ...base,
      data: {
        userMessage: pick(QUESTIONS),
        assistantResponse: 'Here is what I found …',
        duration: Math.round(500 + 2600 * random() ** 2),
        tokensUsed: Math.round(120 + 900 * random()),
        model: pick(['large-2', 'small-2']),
      },
    });
  }
  if (kind < 0.75) {
    const isError = random() < 0.06;
    return buildEvent({
      ...base,
      type: 'tool',
      event: 'execution',
      data: {
        toolName: pick(TOOLS),
        args: { path: 'src/index.ts' },
        result: isError ? 'error' : 'success',
        executionTime: Math.round(20 + 400 * random()),
      },
    });
  }
  if (kind < 0.97) {
    const statusCode = pick([200, 200, 200, 201, 404, 500]);
    return buildEvent({
      ...base,
      type: 'request',
      event: 'completed',
      data: {
        method: 'POST',
        path: pick([
          '/api/chat',
          '/api/tools/:name',
          '/api/files/:id',
          '/api/sessions',
          '/api/models',
          '/api/keys',
        ]),
        statusCode,
        processTime: Math.round(20 + 900 * random()) / 1000,
      },
    });
  }
  return buildEvent({
    ...base,
    type: 'error',
    event: 'error',
    data: { errorType: 'TimeoutError', message: 'The provider did not answer in time.' },
  });
}

/** Samples of the host, every half minute, of the last hours. */
export function buildSamples(now: Date, hours: number) {
  const random = createRandom(11);
  const count = hours * 120;
  return Array.from({ length: count }, (_, index) => {
    const wave = Math.sin((index / count) * Math.PI * 4);
    return {
      timestamp: new Date(now.getTime() - (count - index) * 30_000).toISOString(),
      cpu_usage: 34 + 18 * wave + 14 * random(),
      memory_usage: 58 + 8 * (index / count) + 2 * random(),
      queue_length: Math.max(0, Math.round(4 + 5 * wave + 3 * random())),
      active_requests: Math.max(0, Math.round(7 + 4 * wave + 3 * random())),
    };
  });
}
