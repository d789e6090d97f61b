import type { LabelSpec } from '../catalogue/definition.ts';
import type { Counter } from './counter.ts';
import type { Gauge } from './gauge.ts';
import type { Histogram } from './histogram.ts';
import type { Info } from './info.ts';

type AnyLabels = readonly LabelSpec[];

/** An instrument of whichever type and labels. */
export type AnyInstrument = Counter<AnyLabels> | Gauge<AnyLabels> | Histogram<AnyLabels> | Info<AnyLabels>;
