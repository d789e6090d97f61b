import type { FormatStep, NumberFormat } from './number-format.ts';

/** Seconds in each unit of time, ascending, with Grafana's abbreviations. */
const TIME_LADDER: readonly (readonly [number, string])[] = [
  [1e-9, ' ns'],
  [1e-6, ' µs'],
  [1e-3, ' ms'],
  [1, ' s'],
  [60, ' mins'],
  [3_600, ' hours'],
  [86_400, ' days'],
  [604_800, ' weeks'],
  [31_536_000, ' years'],
];

const NOTHING_BELOW = { from: 0 };

function buildTime(unitSeconds: number): NumberFormat {
  const from = TIME_LADDER.filter(([seconds]) => unitSeconds === 1 || seconds >= unitSeconds);
  const steps = from.map(([seconds, suffix]): FormatStep => {
    const divisor = seconds / unitSeconds;
    return { from: divisor, divisor, suffix };
  });
  return { prefix: '', steps };
}

function buildScaled(
  factor: number,
  suffixes: readonly string[],
  below: readonly string[] = [],
): NumberFormat {
  const up = suffixes.map((suffix, power) => ({ from: factor ** power, divisor: factor ** power, suffix }));
  const down = below.map((suffix, index) => {
    const divisor = factor ** -(index + 1);
    return { from: divisor, divisor, suffix };
  });
  const steps = [...down.reverse(), ...up];
  return {
    prefix: '',
    steps: steps.map((step, index) => (index === 0 ? { ...step, ...NOTHING_BELOW } : step)),
  };
}

function buildPlain(suffix: string, prefix = '', divisor = 1): NumberFormat {
  return { prefix, steps: [{ ...NOTHING_BELOW, divisor, suffix }] };
}

function buildDecimal(symbol: string, unitPower = 0): NumberFormat {
  const up = ['', 'k', 'M', 'G', 'T', 'P', 'E'].slice(unitPower).map(prefix => ` ${prefix}${symbol}`);
  return buildScaled(1_000, up, unitPower === 0 ? ['m', 'µ', 'n'].map(prefix => ` ${prefix}${symbol}`) : []);
}

function buildBinary(symbol: string, unitPower = 0): NumberFormat {
  const prefixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].slice(unitPower);
  const scaled = buildScaled(
    1_024,
    prefixes.map(prefix => ` ${prefix}${symbol}`),
  );
  return { ...scaled, binary: true };
}

function buildCount(symbol: string): NumberFormat {
  return buildScaled(
    1_000,
    ['', 'K', 'M', 'B', 'T'].map(prefix => `${prefix} ${symbol}`),
  );
}

function buildCurrency(symbol: string): NumberFormat {
  return { ...buildScaled(1_000, ['', 'K', 'M', 'B', 'T']), prefix: symbol };
}

/** Grafana's unit ids that are drawn as Grafana draws them. */
const UNITS: Readonly<Record<string, NumberFormat>> = {
  none: buildPlain(''),
  short: buildScaled(1_000, ['', ' K', ' Mil', ' Bil', ' Tri', ' Quadr', ' Quint']),
  percent: buildPlain('%'),
  percentunit: buildPlain('%', '', 0.01),
  ns: buildTime(1e-9),
  µs: buildTime(1e-6),
  ms: buildTime(1e-3),
  s: buildTime(1),
  m: buildTime(60),
  h: buildTime(3_600),
  d: buildTime(86_400),
  hertz: buildDecimal('Hz'),
  bits: buildBinary('b'),
  bytes: buildBinary('B'),
  kbytes: buildBinary('B', 1),
  mbytes: buildBinary('B', 2),
  gbytes: buildBinary('B', 3),
  decbits: buildDecimal('b'),
  decbytes: buildDecimal('B'),
  deckbytes: buildDecimal('B', 1),
  decmbytes: buildDecimal('B', 2),
  bps: buildDecimal('b/s'),
  Bps: buildDecimal('B/s'),
  binbps: buildBinary('b/s'),
  binBps: buildBinary('B/s'),
  pps: buildDecimal('p/s'),
  cps: buildCount('c/s'),
  ops: buildCount('ops/s'),
  reqps: buildCount('req/s'),
  rps: buildCount('rd/s'),
  wps: buildCount('wr/s'),
  mps: buildCount('msg/s'),
  iops: buildCount('io/s'),
  eps: buildCount('evt/s'),
  recps: buildCount('rec/s'),
  rowsps: buildCount('rows/s'),
  cpm: buildCount('c/m'),
  opm: buildCount('ops/m'),
  reqpm: buildCount('req/m'),
  currencyUSD: buildCurrency('$'),
  currencyEUR: buildCurrency('€'),
  currencyGBP: buildCurrency('£'),
  currencyJPY: buildCurrency('¥'),
};

/** Ids that Grafana does not write as a number with a suffix; drawn as plain numbers here, with a warning. */
const DIFFERENT = /^(dateTime|dt|clock|bool|hex|sci|time:|timeticks|string$|locale$)/;

/** A unit's format, and whether Grafana would draw it in another way. */
export interface FoundUnit {
  readonly format: NumberFormat;
  readonly supported: boolean;
}

function findFamily(id: string): NumberFormat | undefined {
  const [, family, symbol = ''] = /^(suffix|prefix|si|count|currency):(.*)$/s.exec(id) ?? [];
  if (family === 'suffix') return buildPlain(` ${symbol}`);
  if (family === 'prefix') return buildPlain('', symbol);
  if (family === 'si') return buildDecimal(symbol);
  if (family === 'count') return buildCount(symbol);
  return family === 'currency' ? buildCurrency(symbol) : undefined;
}

/** Finds the format of a Grafana unit id. Ids that Grafana does not know are suffixes, as they are there. */
export function findUnit(id: string | undefined): FoundUnit {
  if (!id) return { format: buildPlain(''), supported: true };
  const known = Object.hasOwn(UNITS, id) ? UNITS[id] : findFamily(id);
  if (known) return { format: known, supported: true };
  return DIFFERENT.test(id)
    ? { format: buildPlain(''), supported: false }
    : { format: buildPlain(` ${id}`), supported: true };
}
