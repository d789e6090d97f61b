import type { ScrapeMeasurement } from '../cases/scrape.ts';
import { CLIENT_NAMES, type ClientName } from '../clients/client.ts';
import { runMeasurement } from '../run-measurement.ts';
import { buildTable, ratioText } from '../table.ts';

const SERIES = 10_000;
/** Lines of one histogram series with eleven bounds: twelve buckets, sum and count. */
const LINES_PER_SERIES = 14;
const SIZES = [1000, 10_000, 71_429];
const ROUNDS = 2;

/** Those with an exposition of their own. */
const CLIENTS = CLIENT_NAMES.filter(name => name !== '@opentelemetry/sdk-metrics');

/** Scrapes of 10,000 histogram series: time, delay of the event loop, garbage; and how time grows with size. */
export function reportScrapes(): string {
  const measured = new Map<ClientName, ScrapeMeasurement[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const client of CLIENTS) {
      const now = runMeasurement<ScrapeMeasurement[]>('scrape', client, SERIES);
      measured.set(client, best(measured.get(client), now));
    }
  }
  return [durations(measured), delays(measured), garbage(), growth()].join('\n\n');
}

function best(known: ScrapeMeasurement[] | undefined, now: ScrapeMeasurement[]): ScrapeMeasurement[] {
  return now.map((one, i) => ({
    ...one,
    durationMs: Math.min(one.durationMs, known?.[i]?.durationMs ?? Number.POSITIVE_INFINITY),
    longestDelayMs: Math.min(one.longestDelayMs, known?.[i]?.longestDelayMs ?? Number.POSITIVE_INFINITY),
  }));
}

function variantName({ share, isGzip }: ScrapeMeasurement): string {
  return `${share * 100} % changed, ${isGzip ? 'gzip' : 'plain'}`;
}

function durations(measured: ReadonlyMap<ClientName, ScrapeMeasurement[]>): string {
  const ours = measured.get('aiwatch')!;
  const rows = ours.map((own, i) => {
    const peers = CLIENTS.slice(1).map(peer => measured.get(peer)![i]!.durationMs);
    const cells = peers.map(ms => `${ms.toFixed(0)} ms (${ratioText(ms, own.durationMs)})`);
    return [variantName(own), `${own.durationMs.toFixed(1)} ms`, ...cells];
  });
  const megabytes = (ours[0]!.bytes / 1e6).toFixed(1);
  const title = `## Scrapes\n\n${SERIES.toLocaleString('en')} histogram series, ${(SERIES * LINES_PER_SERIES).toLocaleString('en')} lines, ${megabytes} MB.`;
  return `${title} Best of ${ROUNDS} × 7.\n\n${buildTable(['one scrape', ...CLIENTS], rows)}`;
}

function delays(measured: ReadonlyMap<ClientName, ScrapeMeasurement[]>): string {
  const rows = measured
    .get('aiwatch')!
    .map((own, i) => [
      variantName(own),
      ...CLIENTS.map(client => `${measured.get(client)![i]!.longestDelayMs.toFixed(1)} ms`),
    ]);
  const idle = runMeasurement<number>('idle', 'aiwatch');
  return `Longest delay of the event loop during the scrapes (a process that does nothing shows ${idle.toFixed(1)} ms on this machine):\n\n${buildTable(['one scrape', ...CLIENTS], rows)}`;
}

function garbage(): string {
  const bytes = CLIENTS.map(client => runMeasurement<number>('garbage', client, SERIES));
  const row = bytes.map(
    (one, i) => `${(one / 1e6).toFixed(1)} MB${i === 0 ? '' : ` (${ratioText(one, bytes[0]!)})`}`,
  );
  return `Memory that one scrape allocates (the body included):\n\n${buildTable(['', ...CLIENTS], [['allocated', ...row]])}`;
}

function growth(): string {
  const rows = SIZES.map(series => {
    const lines = series * LINES_PER_SERIES;
    const [plain] = runMeasurement<ScrapeMeasurement[]>('scrape', 'aiwatch', series);
    const nanoseconds = (plain!.durationMs * 1e6) / lines;
    return [
      lines.toLocaleString('en'),
      `${plain!.durationMs.toFixed(1)} ms`,
      `${nanoseconds.toFixed(0)} ns`,
      `${plain!.longestDelayMs.toFixed(1)} ms`,
    ];
  });
  const head = ['lines', 'one scrape', 'per line', 'longest delay'];
  return `aiwatch alone, by size (plain, nothing changed):\n\n${buildTable(head, rows)}`;
}
