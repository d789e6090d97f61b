/** A course without its unfinished last point, where that is lower than the one before: it would seem to be a fall. */
export function withoutFall(values: readonly (number | null)[]): readonly (number | null)[] {
  return (values.at(-1) ?? 0) < (values.at(-2) ?? 0) ? values.slice(0, -1) : values;
}
