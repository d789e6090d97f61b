import type { UpdateResult } from '../cases/update.ts';
import { CLIENT_NAMES, type ClientName } from '../clients/client.ts';
import { runMeasurement } from '../run-measurement.ts';
import { buildTable, ratioText } from '../table.ts';

const ROUNDS = 3;
type Kind = keyof UpdateResult;

/** Time of one update, all clients in turn, the best of three rounds each. */
export function reportUpdates(): string {
  const best = new Map<ClientName, UpdateResult>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const client of CLIENT_NAMES) {
      best.set(client, faster(best.get(client), runMeasurement<UpdateResult>('update', client)));
    }
  }
  const ours = best.get('aiwatch')!;
  const peers = CLIENT_NAMES.slice(1);
  const rows = (Object.keys(ours) as Kind[]).map(kind => {
    const times = peers.map(peer => best.get(peer)![kind]);
    const ratios = times.map(time => `${time.toFixed(0)} ns (${ratioText(time, ours[kind])})`);
    return [kind, `${ours[kind].toFixed(1)} ns`, ...ratios, ratioText(Math.min(...times), ours[kind])];
  });
  return `## Updates\n\n${buildTable(['one update', ...CLIENT_NAMES, 'fastest peer'], rows)}`;
}

function faster(known: UpdateResult | undefined, now: UpdateResult): UpdateResult {
  if (known === undefined) return now;
  const entries = (Object.keys(now) as Kind[]).map(kind => [kind, Math.min(known[kind], now[kind])]);
  return Object.fromEntries(entries) as unknown as UpdateResult;
}
