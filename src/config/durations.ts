import { z } from 'zod';

const UNITS_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION = /^(\d+)(ms|s|m|h|d)$/;

/** A time such as `500ms`, `30s`, `5m`, `24h` or `7d`; becomes milliseconds. */
export const duration = () =>
  z
    .string()
    .regex(DURATION, { error: 'a time such as 500ms, 30s, 5m, 24h or 7d' })
    .transform(text => {
      const [, count, unit] = DURATION.exec(text)!;
      return Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
    });
