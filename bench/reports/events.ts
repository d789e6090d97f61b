import { type EventsMeasurement, measureEvents } from '../cases/events.ts';
import { buildTable } from '../table.ts';

/** How fast events are taken in and stored, beside one INSERT for each; and the memory of the server. */
export async function reportEvents(): Promise<string> {
  const measured = await measureEvents(text => console.error(`  ${text} …`));
  const bytes = measured.stored.load.eventBytes;
  const note = `\`aiwatch serve\`, PostgreSQL (fsync on) and the load share the machine. Events of ${bytes} bytes of 5,000 users; half are chats. Redaction and audit are on.`;
  return [`## Events\n\n${note}`, speeds(measured), latencies(measured), memory(measured)].join('\n\n');
}

function speeds({ burst, stored, backlogPerSecond, naivePerSecond, away }: EventsMeasurement): string {
  const ratio = stored.storedPerSecond / naivePerSecond;
  const backlogRatio = backlogPerSecond / naivePerSecond;
  const rows = [
    ['acknowledged on disk, while the database is away', perSecond(away), cpu(away)],
    ['acknowledged on disk, while others are being stored', perSecond(burst), cpu(burst)],
    [
      'stored with all counts, while they come in for a minute',
      rate(stored.storedPerSecond),
      cpu(stored.load),
    ],
    ['stored with all counts, what waited while the database was away', rate(backlogPerSecond), ''],
    [
      `one INSERT for each event, pool of ten, the same counts, nothing else (ours ${ratio.toFixed(1)}× while they come in, ${backlogRatio.toFixed(1)}× of what waited)`,
      rate(naivePerSecond),
      '',
    ],
  ];
  const lag = stored.lagSeconds.map(seconds => `${seconds.toFixed(1)} s`).join(', ');
  const offered = rate(stored.load.acceptedEvents / stored.load.seconds);
  const note = `In that minute ${offered} events a second were accepted; the oldest that was not stored was ${lag} old at the end of each quarter.`;
  return `${buildTable(['batches of 100', 'events/s', 'CPU of the server for one'], rows)}\n\n${note}`;
}

function latencies({ single, stored, burst, away }: EventsMeasurement): string {
  const rows = [
    ['single events, 1,000/s', ms(single.medianMs), ms(single.p99Ms)],
    ['batches of 100, while all is stored', ms(stored.load.medianMs), ms(stored.load.p99Ms)],
    ['batches of 100, eight at once without a pause', ms(burst.medianMs), ms(burst.p99Ms)],
    ['the same, while the database is away', ms(away.medianMs), ms(away.p99Ms)],
  ];
  return `From sending to the acknowledgement that it is on disk:\n\n${buildTable(['', 'median', 'p99'], rows)}`;
}

function memory({ idleBytes, single, stored, burst, away, outage }: EventsMeasurement): string {
  const rows = [
    ['idle', megabytes(idleBytes)],
    ['single events, 1,000/s', megabytes(single.residentBytes)],
    ['a minute of storing', megabytes(stored.load.residentBytes)],
    ['batches without a pause', megabytes(burst.residentBytes)],
    ['the database away, until the spool is full and refuses', megabytes(outage.residentBytes)],
  ];
  const kept = away.acceptedEvents + outage.acceptedEvents;
  const refused = `While the database was away ${count(kept)} events were kept, and then ${count(outage.refusedRequests)} requests refused with 503.`;
  return `Memory of the server (RSS), the most of each time:\n\n${buildTable(['', 'RSS'], rows)}\n\n${refused}`;
}

const count = (value: number) => Math.round(value).toLocaleString('en');
const rate = (value: number) => count(value);
const ms = (value: number) => `${value.toFixed(1)} ms`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const cpu = ({ cpuMicroseconds }: { cpuMicroseconds: number }) => `${cpuMicroseconds.toFixed(0)} µs`;
const perSecond = ({ acceptedEvents, seconds }: { acceptedEvents: number; seconds: number }) =>
  rate(acceptedEvents / seconds);
