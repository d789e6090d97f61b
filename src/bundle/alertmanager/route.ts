/** A node of Alertmanager's routing tree, as far as it is used; without a receiver it has that of its parent. */
export interface Route {
  readonly receiver?: string;
  readonly matchers?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly mute_time_intervals?: readonly string[];
  readonly continue?: true;
  readonly routes?: readonly Route[];
}

/** A matcher of one value; it is quoted, as classic and UTF-8 parsers of matchers agree on that alone. */
export function matchLabel(label: string, value: string): string {
  return `${label}=${JSON.stringify(value)}`;
}

/** A matcher of any of the values, each of which is a plain word. */
export function matchAny(label: string, values: readonly string[]): string {
  return `${label}=~"${values.join('|')}"`;
}

/** A matcher of everything but the values, each of which is a plain word. */
export function matchNone(label: string, values: readonly string[]): string {
  return `${label}!~"${values.join('|')}"`;
}
