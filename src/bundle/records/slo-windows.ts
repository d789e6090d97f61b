import { BURN_WINDOW_SECONDS, type BurnWindow } from '../../catalogue/index.ts';
import { divide, overTime, ratio, select, sumBy } from '../promql/index.ts';
import { type RecordDef, record } from './record.ts';
import { SLO_INTERVAL_SECONDS } from './slo-events.ts';
import {
  errorsSeries,
  eventsSeries,
  type InstanceSeries,
  SLO_WINDOW_SECONDS,
  type SloWindow,
  sloLabel,
} from './slo-series.ts';

type InstanceRecord = RecordDef<'job' | 'instance' | 'slo'>;
/** The share of events that were not good, of all instances of a job. */
export type ErrorRatio = RecordDef<'job' | 'slo'>;

const WINDOWS = Object.keys(BURN_WINDOW_SECONDS) as readonly BurnWindow[];

/**
 * Averages over a window: the sum of the samples of five minutes that there are, over the number that there could be.
 * So time counts by its traffic, an instance that lived ten minutes counts for ten minutes, and a server that has just
 * begun knows that it has seen little. It reads one sample per minute, whatever the traffic; the counters themselves
 * over 30 days would be millions. The price: a window reaches five minutes further back.
 */
function buildAverage(series: (window: SloWindow) => InstanceSeries, window: SloWindow): InstanceRecord {
  const samples = SLO_WINDOW_SECONDS[window] / SLO_INTERVAL_SECONDS;
  return { ...series(window), expr: divide(overTime('sum', select(series('5m')), window), samples) };
}

/** Events and errors per second over a window, per instance. */
export function buildAverages(window: SloWindow): readonly [events: InstanceRecord, errors: InstanceRecord] {
  return [buildAverage(eventsSeries, window), buildAverage(errorsSeries, window)];
}

/** Errors over events in a window, of all instances together; nothing where there were no events. */
export function buildErrorRatio(window: SloWindow): ErrorRatio {
  const sum = (series: InstanceSeries) => sumBy(['job', 'slo'], select(series));
  const name = `job:slo_errors:ratio_rate${window}`;
  const help = `Errors over events within ${window}; nothing where there were no events.`;
  const expr = ratio(sum(errorsSeries(window)), sum(eventsSeries(window)));
  return { ...record(name, help, expr), labels: [sloLabel] };
}

/** The ratios that the alerts read, by their windows. */
export function buildErrorRatios(): Readonly<Record<BurnWindow, ErrorRatio>> {
  const entries = WINDOWS.map(window => [window, buildErrorRatio(window)] as const);
  return Object.fromEntries(entries) as Record<BurnWindow, ErrorRatio>;
}

/** What the ratios are made of, where the window is longer than the shortest. */
export function buildWindowRecords(): Readonly<Record<string, InstanceRecord>> {
  const longer = WINDOWS.filter(window => window !== '5m');
  return Object.fromEntries(longer.flatMap(buildAverages).map(each => [each.name, each]));
}
