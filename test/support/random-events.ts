import type { ActivityEvent } from '../../src/events/index.ts';
import { buildEvent } from './records.ts';

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

/** Events of every type, of many users and two applications, anywhere in a range. */
export function buildRandomEvents(count: number, from: Date, to: Date, seed = 1): readonly ActivityEvent[] {
  const random = createRandom(seed);
  const integer = (below: number) => Math.floor(random() * below);
  const pick = <T>(list: readonly T[]): T => list[integer(list.length)]!;
  const data = {
    chat: () => ({ duration: integer(5000), tokensUsed: integer(900), model: pick(['small', 'large', '']) }),
    tool: () => ({
      toolName: pick(['readFile', 'shell', 'search']),
      result: pick(['success', 'success', 'error']),
      executionTime: pick([integer(900), 'fast', null]),
    }),
    error: () => ({ errorType: 'TypeError', message: 'no' }),
    message: () => ({ userName: 'A', responseTime: integer(2000) }),
    request: () => ({
      method: 'GET',
      path: pick(['/a', '/b/:id', '/c', '/d', '/e', '/f']),
      statusCode: pick([200, 200, 404, 500]),
      processTime: integer(3000) / 1000,
    }),
    custom: () => ({ duration: -1, tokensUsed: 7 }),
  };
  const names = { chat: 'message', message: 'processed', tool: 'execution', request: 'completed' } as const;
  return Array.from({ length: count }, () => {
    const type = pick(Object.keys(data) as (keyof typeof data)[]);
    const application = pick(['assistant', 'assistant', 'bot']);
    return buildEvent({
      type,
      event: type in names ? names[type as keyof typeof names] : type,
      // The square makes some users more active than others.
      userId: random() < 0.1 ? null : `user_${Math.floor(random() ** 2 * 40)}`,
      sessionId: `session_${integer(60)}`,
      data: data[type](),
      timestamp: new Date(from.getTime() + random() * (to.getTime() - from.getTime())).toISOString(),
      source: { application, environment: 'test', instance: 'one' },
    });
  });
}
