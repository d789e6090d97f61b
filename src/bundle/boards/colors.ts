import type { FieldOverride } from '../../dashboards/index.ts';

/** Colours of series by a regular expression for their names, so that trouble is seen before the legend is read. */
function fixColors(colors: Readonly<Record<string, string>>): readonly FieldOverride[] {
  return Object.entries(colors).map(([pattern, fixedColor]) => ({
    matcher: { id: 'byRegexp', options: `/^${pattern}$/` },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
  }));
}

/** By class of HTTP status. */
export const STATUS_COLORS = fixColors({
  '2\\d\\d': 'green',
  '3\\d\\d': 'blue',
  '4\\d\\d': 'orange',
  '5\\d\\d': 'red',
});

/** By how a call, an operation or a response ended. */
export const END_COLORS = fixColors({
  '(success|completed)': 'green',
  '(abandoned|aborted)': 'orange',
  error: 'red',
});
