import { labelPairs, labelTextOf } from './label-text.ts';

/** Labels of an exemplar: what leads from a number to the one request behind it, e.g. `{ trace_id: '…' }`. */
export type ExemplarLabels = Readonly<Record<string, string>>;

/** An exemplar as it is kept: its labels rendered, the value that was observed, and when (seconds since 1970). */
export interface Exemplar {
  readonly labelBlock: string;
  readonly labels: ExemplarLabels;
  readonly value: number;
  readonly timestampSeconds: number;
}

/** OpenMetrics 1.0: "The combined length of the label names and values … MUST NOT exceed 128 UTF-8 character code points". */
const MAX_LABEL_CODE_POINTS = 128;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Makes an exemplar of now, or undefined where its labels are longer, or named otherwise, than OpenMetrics allows. */
export function buildExemplar(labels: ExemplarLabels, value: number): Exemplar | undefined {
  const entries = Object.entries(labels).map(([name, text]) => [name, labelTextOf(text)] as const);
  const length = entries.reduce((sum, [name, text]) => sum + [...name].length + [...text].length, 0);
  if (length > MAX_LABEL_CODE_POINTS || !entries.every(([name]) => LABEL_NAME.test(name))) return undefined;
  const texts = Object.fromEntries(entries);
  return { labelBlock: labelPairs(texts), labels: texts, value, timestampSeconds: Date.now() / 1000 };
}
