import { AiwatchError, describe } from '../../errors.ts';

const UNITS_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Ten years: a token for longer is one that nobody will remember. */
const MAX_MS = 3650 * 86_400_000;

/** Reads a time like `30m`, `12h` or `30d` as milliseconds. Throws COMMAND_USAGE. */
export function parseDuration(where: string, text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const ms = Number(amount) * (UNITS_MS[unit] ?? 0);
  if (ms > 0 && ms <= MAX_MS) return ms;
  const expected = 'a time like 30m, 12h or 30d, up to 3650d';
  throw new AiwatchError('COMMAND_USAGE', { where, expected, found: describe(text) });
}
