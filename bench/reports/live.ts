import { type LiveMeasurement, measureLive } from '../cases/live.ts';
import type { QuietFeedMeasurement } from '../live/quiet-feed.ts';
import { buildTable, ratioText } from '../table.ts';

const HEAD = [
  '',
  'subscribers',
  'median',
  'p99',
  'deliveries',
  'CPU of the server for one',
  'RSS of the server',
];

/** How soon subscribers have what the server has accepted, and what each delivery costs it, beside socket.io alone. */
export async function reportLive(): Promise<string> {
  const { eventsPerSecond, ours, peer, quiet } = await measureLive(text => console.error(`  ${text} …`));
  const note = `${eventsPerSecond} events a second, five in each request, from their arrival at \`aiwatch serve\` (on the disk, stored with all counts in PostgreSQL) until the subscriber has them; server, PostgreSQL, load and subscribers share the machine. Times are medians of five rounds of ten seconds, deliveries and CPU those of all rounds, RSS the most. CPU is what the deliveries add to taking in and storing. The peer sends what it makes itself, and keeps nothing.`;
  const rows = [...ours, peer].map(rowOf);
  return `## Live feed\n\n${note}\n\n${buildTable(HEAD, rows)}\n\n${ours.map(one => compare(one, peer)).join('\n')}

${describeQuiet(quiet)}`;
}

/** What deliveries add may be too little to be seen beside taking in and storing. */
function compare({ name, subscribers, cpuMicroseconds }: LiveMeasurement, peer: LiveMeasurement): string {
  const what = `- ${name}, ${subscribers.toLocaleString('en')} subscribers: a delivery costs the server`;
  if (cpuMicroseconds <= 0) return `${what} less than the noise.`;
  return `${what} ${ratioText(peer.cpuMicroseconds, cpuMicroseconds)} less than \`io.to(room).emit\` for each event.`;
}

function describeQuiet({ messagesPerMinute, cpuShare, cpuShares }: QuietFeedMeasurement): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const cost = cpuShare > 0 ? percent(cpuShare) : 'less than the noise';
  const range = `${percent(Math.min(...cpuShares))} to ${percent(Math.max(...cpuShares))}`;
  return `At ${messagesPerMinute.toLocaleString('en')} messages a minute a subscriber costs the server, of a core and without what PostgreSQL does: ${cost} (median of ${cpuShares.length} pairs of with and without; ${range}).`;
}

function rowOf({
  name,
  subscribers,
  medianMs,
  p99Ms,
  deliveries,
  cpuMicroseconds,
  residentBytes,
}: LiveMeasurement) {
  const memory = Number.isNaN(residentBytes) ? '' : `${(residentBytes / 1e6).toFixed(0)} MB`;
  const count = (value: number) => value.toLocaleString('en');
  return [
    name,
    count(subscribers),
    `${medianMs} ms`,
    `${p99Ms} ms`,
    count(deliveries),
    cpuMicroseconds > 0 ? `${cpuMicroseconds.toFixed(1)} µs` : 'below the noise',
    memory,
  ];
}
