import type { AnyInstrument } from '../../metrics/index.ts';

/** A part of a collector: some metrics, and what sets them. */
export interface Source {
  readonly metrics: readonly AnyInstrument[];
  read(): void;
}
