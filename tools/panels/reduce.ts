/** A series' values as Grafana's calculations see them; gaps are null. */
type Values = readonly (number | null)[];
type Reducer = (values: Values) => number | null;

function numbers(values: Values): readonly number[] {
  return values.filter((value): value is number => value !== null && !Number.isNaN(value));
}

function overNumbers(reduce: (found: readonly number[]) => number): Reducer {
  return values => {
    const found = numbers(values);
    return found.length === 0 ? null : reduce(found);
  };
}

const sum = (found: readonly number[]) => found.reduce((total, value) => total + value, 0);
const largest = (found: readonly number[]) =>
  found.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
const smallest = (found: readonly number[]) =>
  found.reduce((best, value) => Math.min(best, value), Number.POSITIVE_INFINITY);

function median(found: readonly number[]): number {
  const sorted = found.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

interface Calculation {
  readonly label: string;
  readonly reduce: Reducer;
  /** Counts of samples have no unit. */
  readonly unitless?: true;
}

const CALCULATIONS: Readonly<Record<string, Calculation>> = {
  lastNotNull: { label: 'Last *', reduce: overNumbers(found => found.at(-1) ?? Number.NaN) },
  last: { label: 'Last', reduce: values => values.at(-1) ?? null },
  firstNotNull: { label: 'First *', reduce: overNumbers(found => found[0] ?? Number.NaN) },
  first: { label: 'First', reduce: values => values[0] ?? null },
  min: { label: 'Min', reduce: overNumbers(smallest) },
  max: { label: 'Max', reduce: overNumbers(largest) },
  mean: { label: 'Mean', reduce: overNumbers(found => sum(found) / found.length) },
  median: { label: 'Median', reduce: overNumbers(median) },
  sum: { label: 'Total', reduce: overNumbers(sum) },
  range: { label: 'Range', reduce: overNumbers(found => largest(found) - smallest(found)) },
  diff: { label: 'Difference', reduce: overNumbers(found => (found.at(-1) ?? 0) - (found[0] ?? 0)) },
  count: { label: 'Count', reduce: values => values.length, unitless: true },
};

/** The calculation of that id (`lastNotNull`, `mean`, …), or nothing when it is not supported. */
export function findCalculation(id: string): Calculation | undefined {
  return Object.hasOwn(CALCULATIONS, id) ? CALCULATIONS[id] : undefined;
}
