/** The resolved value of a variable. `values` holds every chosen one; `raw` is taken as it is (custom "all" value). */
export interface VariableValue {
  readonly values: readonly string[];
  readonly texts: readonly string[];
  /** Whether several may be chosen: decides how the data source escapes it. */
  readonly multiple: boolean;
  readonly raw?: string;
}

/** Variables and built-ins by name. */
export type Scope = ReadonlyMap<string, VariableValue>;

const REFERENCE = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.[^:^}]+)?(?::([^}]+))?\}/g;

/** Makes a value of a plain string, such as a built-in. */
export function plainValue(value: string): VariableValue {
  return { values: [value], texts: [value], multiple: false };
}

function escapeRegex(value: string): string {
  return value.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&');
}

function joinRegex(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : `(${values.join('|')})`;
}

/** For a string inside PromQL quotes that is matched literally. */
function escapePromqlString(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"');
}

/** For a regular expression inside PromQL quotes: the backslash itself is escaped too. */
function escapePromqlRegex(value: string): string {
  const escaped = value.replace(/\\/g, '\\\\\\\\').replace(/[$^*{}[\]'+?.()|]/g, '\\\\$&');
  return escaped.replace(/"/g, '\\"');
}

function quoteAll(values: readonly string[], quote: string): string {
  return values.map(value => quote + value.replaceAll(quote, `\\${quote}`) + quote).join(',');
}

function formatGlob(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : `{${values.join(',')}}`;
}

/** How a data source writes a variable that has no explicit format. */
export type DefaultFormat = (value: VariableValue) => string;

/** PromQL: literal for single variables; for multiple ones a regular expression `(a|b)`. */
export const formatPromql: DefaultFormat = ({ values, multiple }) =>
  multiple ? joinRegex(values.map(escapePromqlRegex)) : escapePromqlString(values[0] ?? '');

/** Titles and texts: `a + b`. */
export const formatText: DefaultFormat = ({ texts }) => texts.join(' + ');

const FORMATS: Readonly<Record<string, (value: VariableValue) => string>> = {
  raw: ({ values }) => values.join(','),
  csv: ({ values }) => values.join(','),
  pipe: ({ values }) => values.join('|'),
  glob: ({ values }) => formatGlob(values),
  regex: ({ values }) => joinRegex(values.map(escapeRegex)),
  json: ({ values }) => JSON.stringify(values.length === 1 ? values[0] : values),
  doublequote: ({ values }) => quoteAll(values, '"'),
  singlequote: ({ values }) => quoteAll(values, "'"),
  percentencode: ({ values }) => encodeURIComponent(formatGlob(values)),
  text: formatText,
};

/** A text with its variables filled in, and the references that nothing is known of (left as they are). */
export interface Interpolated {
  readonly text: string;
  readonly unknown: readonly string[];
}

/** Fills in `$name`, `${name}`, `${name:format}`, `[[name]]` and `[[name:format]]`. */
export function interpolate(source: string, scope: Scope, defaultFormat: DefaultFormat): Interpolated {
  const unknown: string[] = [];
  const text = source.replace(REFERENCE, (reference, plain, square, squareFormat, curly, curlyFormat) => {
    const value = scope.get(plain ?? square ?? curly);
    const format: string | undefined = squareFormat ?? curlyFormat;
    const write = format === undefined ? defaultFormat : FORMATS[format];
    if (!value || !write) {
      unknown.push(reference);
      return reference;
    }
    return value.raw !== undefined && format !== 'text' ? value.raw : write(value);
  });
  return { text, unknown };
}

/** Names of the variables that a text refers to. */
export function findReferences(source: string): readonly string[] {
  return [...source.matchAll(REFERENCE)].map(match => match[1] ?? match[2] ?? match[4] ?? '');
}
