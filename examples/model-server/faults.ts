import { z } from 'zod';
import { ApiError, buildRateLimitError, buildServerError } from './api-error.ts';
import { pickInteger, type Random } from './random.ts';

/** How often the server misbehaves, and how slow it is. All can be changed while it runs. */
export interface Faults {
  /** Share of requests, 0 to 1, that end in a 500 or a 503. */
  readonly errorRate: number;
  /** Share of requests, 0 to 1, that are refused with a 429. */
  readonly rateLimitRate: number;
  /** Share of answers, 0 to 1, whose connection breaks half-way. */
  readonly midStreamFailureRate: number;
  /** Every wait is multiplied by this, 0 to 100; 0 answers at once. */
  readonly latencyFactor: number;
}

/** A server that does nothing wrong, at its natural speed. */
export const NO_FAULTS: Faults = {
  errorRate: 0,
  rateLimitRate: 0,
  midStreamFailureRate: 0,
  latencyFactor: 1,
};

const rate = z.number().min(0).max(1).optional();
const changes = z.strictObject({
  errorRate: rate,
  rateLimitRate: rate,
  midStreamFailureRate: rate,
  latencyFactor: z.number().min(0).max(100).optional(),
});

/** `current` with the given settings replaced. Throws a 400 ApiError that names what is wrong. */
export function parseFaults(body: unknown, current: Faults): Faults {
  const parsed = changes.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const param = issue?.path.join('.') ?? '';
    throw new ApiError(400, `Invalid faults: ${param} ${issue?.message ?? ''}`.trim(), { param });
  }
  const given = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
  return { ...current, ...Object.fromEntries(given) };
}

/** Draws whether this request is refused, and how. */
export function drawRefusal(faults: Faults, random: Random): ApiError | undefined {
  const draw = random();
  if (draw < faults.rateLimitRate) {
    return buildRateLimitError(pickInteger(random, 1, 3));
  }
  if (random() < faults.errorRate) {
    return buildServerError(random() < 0.7 ? 500 : 503);
  }
  return undefined;
}

/** Draws after how many of `deltaCount` deltas the connection breaks; undefined when it holds. */
export function drawBreak(faults: Faults, deltaCount: number, random: Random): number | undefined {
  if (random() >= faults.midStreamFailureRate) {
    return undefined;
  }
  return pickInteger(random, 1, Math.max(1, deltaCount - 1));
}
