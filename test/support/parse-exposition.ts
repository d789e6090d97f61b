/** One line of an exposition: a value of a series. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** The value as it is written. */
  readonly text: string;
  readonly exemplar:
    | { readonly labels: Readonly<Record<string, string>>; readonly value: number }
    | undefined;
}

/** A metric family of an exposition. */
export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string | undefined;
  readonly samples: readonly Sample[];
}

/**
 * Which format it is; `isForeign` allows what others do: blank lines and HELP in front of TYPE (prom-client's registries),
 * counters without a value (postgres_exporter).
 */
export interface ParseOptions {
  readonly format: 'text' | 'openmetrics';
  readonly isForeign?: boolean;
}

interface OpenFamily {
  name: string;
  type: string | undefined;
  help: string | undefined;
  unit: string | undefined;
  samples: Sample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const NUMBER = /^(?:NaN|[+-]Inf|-?\d+(?:\.\d+)?(?:e[+-]\d+)?)$/;
const HEADER = new RegExp(`^# (HELP|TYPE|UNIT) (${NAME}) (.*)$`, 's');
const SAMPLE_NAME = new RegExp(`^${NAME}`);
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/;

/** Suffixes that the samples of a family have, by its type. */
const SUFFIXES: Readonly<Record<ParseOptions['format'], Readonly<Record<string, readonly string[]>>>> = {
  text: {
    counter: [''],
    gauge: [''],
    untyped: [''],
    histogram: ['_bucket', '_sum', '_count'],
    summary: ['', '_sum', '_count'],
  },
  openmetrics: {
    counter: ['_total'],
    gauge: [''],
    unknown: [''],
    info: ['_info'],
    histogram: ['_bucket', '_sum', '_count'],
    summary: ['', '_sum', '_count'],
  },
};

/**
 * Reads an exposition back, strictly: throws with the offending line for whatever text 0.0.4 or OpenMetrics 1.0 do not
 * allow, a series that is there twice and a histogram that does not add up included.
 */
export function parseExposition(exposition: string, options: ParseOptions): ReadonlyMap<string, Family> {
  if (exposition !== '' && !exposition.endsWith('\n')) throw new Error('the last line has no end');
  const lines = exposition.split('\n').slice(0, -1);
  if (options.format === 'openmetrics' && lines.pop() !== '# EOF')
    throw new Error('# EOF is not the last line');
  const families = new Map<string, OpenFamily>();
  let current: OpenFamily | undefined;
  for (const line of lines) {
    if (line === '' && options.isForeign === true) continue;
    current = line.startsWith('#')
      ? readHeader(line, families, current, options)
      : readSample(line, current, options);
  }
  return new Map([...families].map(([name, family]) => [name, finishFamily(family, options)]));
}

/** The value of one series, by the name of its sample and its labels; undefined where it is not there. */
export function sampleValue(
  families: ReadonlyMap<string, Family>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const key = keyOf({ name, labels });
  for (const { samples } of families.values()) {
    const sample = samples.find(one => keyOf(one) === key);
    if (sample !== undefined) return sample.value;
  }
  return undefined;
}

function readHeader(
  line: string,
  families: Map<string, OpenFamily>,
  current: OpenFamily | undefined,
  { format, isForeign = false }: ParseOptions,
): OpenFamily {
  const [, keyword, name = '', rest = ''] = HEADER.exec(line) ?? fail('no header', line);
  let family = current?.name === name ? current : undefined;
  if (family === undefined) {
    if (families.has(name)) fail('a second header of a family', line);
    const first = format === 'text' ? 'HELP' : 'TYPE';
    if (keyword !== first && !isForeign) fail(`a family that does not begin with ${first}`, line);
    family = { name, type: undefined, help: undefined, unit: undefined, samples: [] };
    families.set(name, family);
  }
  if (family.samples.length > 0) fail('a header behind samples', line);
  const field = keyword === 'HELP' ? 'help' : keyword === 'TYPE' ? 'type' : 'unit';
  if (family[field] !== undefined) fail(`a second ${keyword}`, line);
  if (field === 'type' && !(rest in SUFFIXES[format])) fail('a type that the format does not know', line);
  if (field === 'unit' && (format === 'text' || !name.endsWith(`_${rest}`))) fail('a wrong unit', line);
  family[field] = field === 'help' ? unescapeHelp(rest, format, line) : rest;
  return family;
}

function readSample(
  line: string,
  family: OpenFamily | undefined,
  { format }: Pick<ParseOptions, 'format'>,
): OpenFamily {
  if (family?.type === undefined || family.help === undefined) fail('a sample without headers', line);
  const name = SAMPLE_NAME.exec(line)?.[0] ?? fail('no name', line);
  const suffixes = SUFFIXES[format][family.type]!;
  if (!suffixes.some(suffix => name === `${family.name}${suffix}`)) fail(`not of ${family.name}`, line);
  const { labels, rest } = readLabels(line.slice(name.length), line);
  if (!rest.startsWith(' ')) fail('no blank in front of the value', line);
  const [text = '', ...more] = rest.slice(1).split(' # ');
  const exemplar = more.length === 0 ? undefined : readExemplar(more.join(' # '), name, format, line);
  family.samples.push({ name, labels, value: readNumber(text, line), text, exemplar });
  return family;
}

function readLabels(text: string, line: string): { labels: Record<string, string>; rest: string } {
  if (!text.startsWith('{')) return { labels: {}, rest: text };
  const labels: Record<string, string> = {};
  let rest = text.slice(1);
  while (!rest.startsWith('}')) {
    const [pair, name = '', value = ''] = LABEL.exec(rest) ?? fail('no label', line);
    if (Object.hasOwn(labels, name)) fail(`label ${name} twice`, line);
    labels[name] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
    rest = rest.slice(pair.length);
    if (rest.startsWith(',') && rest[1] !== '}') rest = rest.slice(1);
    else if (!rest.startsWith('}')) fail('labels that are not separated', line);
  }
  return { labels, rest: rest.slice(1) };
}

function readExemplar(text: string, name: string, format: ParseOptions['format'], line: string) {
  if (format === 'text') fail('an exemplar in text 0.0.4', line);
  if (!/_(?:total|bucket)$/.test(name)) fail('an exemplar of a sample that has none', line);
  const { labels, rest } = readLabels(text, line);
  const length = [...Object.entries(labels).flat().join('')].length;
  if (length > 128) fail('an exemplar of more than 128 code points', line);
  const [, value = '', timestamp = ''] = /^ (\S+) (\S+)$/.exec(rest) ?? fail('a broken exemplar', line);
  if (!(readNumber(timestamp, line) > 0)) fail('an exemplar without its time', line);
  return { labels, value: readNumber(value, line) };
}

function readNumber(text: string, line: string): number {
  if (!NUMBER.test(text)) fail('no number', line);
  return Number(text.replace('Inf', 'Infinity'));
}

function finishFamily(family: OpenFamily, { format, isForeign = false }: ParseOptions): Family {
  const { name, type, help, unit, samples } = family;
  if (type === undefined || help === undefined) throw new Error(`${name} lacks a header`);
  const keys = new Set(samples.map(keyOf));
  if (keys.size !== samples.length) throw new Error(`${name} has a series twice`);
  if (type === 'counter') {
    const isCount = (value: number) => value >= 0 || (isForeign && Number.isNaN(value));
    for (const { value } of samples) if (!isCount(value)) throw new Error(`${name} is a counter below 0`);
  }
  if (type === 'histogram') checkHistogram(name, samples, format);
  return { name, type, help, unit, samples };
}

/** Buckets ascend, end with +Inf, never go down, and agree with the count. */
function checkHistogram(name: string, samples: readonly Sample[], format: ParseOptions['format']): void {
  const bounds = new Map<string, { le: number; count: number }>();
  for (const { name: sample, labels, value } of samples) {
    const { le, ...others } = labels;
    const key = keyOf({ name, labels: others });
    if (sample === `${name}_bucket`) {
      const last = bounds.get(key) ?? { le: Number.NEGATIVE_INFINITY, count: 0 };
      const bound = readNumber(le ?? '', `${sample} without le`);
      if (format === 'openmetrics' && /^\d+$/.test(le!)) throw new Error(`le="${le}" is not canonical`);
      if (bound <= last.le || value < last.count) throw new Error(`${name}: buckets do not ascend at ${le}`);
      bounds.set(key, { le: bound, count: value });
    }
    if (sample === `${name}_count`) {
      const last = bounds.get(key);
      if (last?.le !== Number.POSITIVE_INFINITY || last.count !== value) {
        throw new Error(`${name}_count is not its +Inf bucket`);
      }
    }
  }
}

function unescapeHelp(text: string, format: ParseOptions['format'], line: string): string {
  const escapes = format === 'text' ? /\\([\\n])/g : /\\([\\n"])/g;
  if (text.replace(escapes, '').includes('\\')) fail('a wrong escape', line);
  if (format === 'openmetrics' && text.replace(escapes, '').includes('"')) fail('a bare quote', line);
  return text.replace(escapes, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

function keyOf({ name, labels }: Pick<Sample, 'name' | 'labels'>): string {
  return JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function fail(problem: string, line: string): never {
  throw new Error(`${problem}: ${JSON.stringify(line.slice(0, 300))}`);
}
