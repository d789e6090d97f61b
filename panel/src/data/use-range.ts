import { useMemo } from 'react';
import { useUrlState } from './use-url-state.ts';

const DAY_MS = 86_400_000;

/** Ranges that end now. */
const PRESETS = {
  day: { title: '24 hours', lengthMs: DAY_MS },
  week: { title: '7 days', lengthMs: 7 * DAY_MS },
  month: { title: '30 days', lengthMs: 30 * DAY_MS },
  quarter: { title: '90 days', lengthMs: 90 * DAY_MS },
} as const;

export type RangePreset = keyof typeof PRESETS;
export type RangeChoice = RangePreset | 'custom';

export const RANGE_OPTIONS: readonly { readonly value: RangeChoice; readonly title: string }[] = [
  ...Object.entries(PRESETS).map(([value, { title }]) => ({ value: value as RangePreset, title })),
  { value: 'custom', title: 'Other' },
];

/** A part of time that a page looks at. */
export interface Range {
  readonly choice: RangeChoice;
  /** First day of `custom`, such as `2026-11-01`, in the viewer's time zone; may be empty. */
  readonly firstDay: string;
  /** Last day of `custom`, which belongs to it. */
  readonly lastDay: string;
  /** ISO 8601; undefined where there is no bound. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly set: (change: {
    readonly choice?: RangeChoice;
    readonly firstDay?: string;
    readonly lastDay?: string;
  }) => void;
}

/** Ranges that end now move in steps, so that a question is not another one with each drawing. */
const STEP_MS = 60_000;

/** Midnight of a day in the viewer's time zone. */
function startOfDay(day: string, plusDays = 0): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (match === null) return undefined;
  return new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + plusDays).toISOString();
}

function boundsOf(choice: RangeChoice, firstDay: string, lastDay: string, now: number) {
  if (choice === 'custom') return { from: startOfDay(firstDay), to: startOfDay(lastDay, 1) };
  const end = Math.ceil(now / STEP_MS) * STEP_MS;
  return { from: new Date(end - PRESETS[choice].lengthMs).toISOString(), to: new Date(end).toISOString() };
}

/** The range of the address: `range`, `from` and `to`. */
export function useRange(preset: RangePreset): Range {
  const defaults = useMemo(() => ({ range: preset, from: '', to: '' }), [preset]);
  const [state, change] = useUrlState<'range' | 'from' | 'to'>(defaults);
  const choice = RANGE_OPTIONS.find(({ value }) => value === state.range)?.value ?? preset;
  const { from: firstDay, to: lastDay } = state;
  return useMemo(
    () => ({
      choice,
      firstDay,
      lastDay,
      ...boundsOf(choice, firstDay, lastDay, Date.now()),
      set: next =>
        change({
          ...(next.choice !== undefined && { range: next.choice }),
          ...(next.choice !== undefined && next.choice !== 'custom' && { from: '', to: '' }),
          ...(next.firstDay !== undefined && { from: next.firstDay }),
          ...(next.lastDay !== undefined && { to: next.lastDay }),
        }),
    }),
    [choice, firstDay, lastDay, change],
  );
}
