export type Fields = Readonly<Record<string, unknown>>;

/** What answers of providers are read through: they may be anything. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}
