/** Numbers as PostgreSQL writes an array. `pg` would look into each of them for something to escape. */
export function numberArray(values: readonly number[]): string {
  return `{${values.join(',')}}`;
}
