type Convert = (text: string) => unknown;

/** Texts that are exactly a value of the type; others stay, and the schema refuses them. */
const CONVERSIONS: Readonly<Record<string, Convert>> = {
  integer: text => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  number: text => (/^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text),
  boolean: text => (text === 'true' ? true : text === 'false' ? false : text),
};

interface QuerySchema {
  readonly properties?: Readonly<Record<string, { readonly type?: unknown }>>;
}

/** A query whose texts became what its schema names: a query has only texts, whereas a body has types of its own. */
export function convertQuery(query: unknown, schema: unknown): unknown {
  const { properties } = (schema ?? {}) as QuerySchema;
  if (properties === undefined || typeof query !== 'object' || query === null) return query;
  const entries = Object.entries(query).map(([name, value]): [string, unknown] => {
    const type = Object.hasOwn(properties, name) ? properties[name]?.type : undefined;
    const convert = typeof value === 'string' ? CONVERSIONS[String(type)] : undefined;
    return [name, convert === undefined ? value : convert(value as string)];
  });
  return Object.fromEntries(entries);
}
