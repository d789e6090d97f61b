import type { MemoryKind } from '../cases/memory.ts';
import { CLIENT_NAMES, type ClientName } from '../clients/client.ts';
import { runMeasurement } from '../run-measurement.ts';
import { buildTable, median } from '../table.ts';

const SERIES = 10_000;
const ROUNDS = 5;
const KINDS: readonly MemoryKind[] = ['counter', 'histogram'];

/** Memory of one series, with three labels and eleven bounds. */
export function reportMemory(): string {
  const rows = KINDS.map(kind => {
    const [own = 0, ...peers] = CLIENT_NAMES.map(client => measure(kind, client));
    const cells = peers.map(bytes => `${bytes.toFixed(0)} B (ours ${((own / bytes) * 100).toFixed(0)} %)`);
    return [`${kind} series`, `${own.toFixed(0)} B`, ...cells];
  });
  const note = `Heap and external memory per series, at ${SERIES.toLocaleString('en')} series with three labels, 5,000 routes; median of ${ROUNDS} processes.`;
  return `## Memory\n\n${note}\n\n${buildTable(['', ...CLIENT_NAMES], rows)}`;
}

/** Median of several processes: what the engine keeps beside the series differs from run to run. */
function measure(kind: MemoryKind, client: ClientName): number {
  const rounds = Array.from({ length: ROUNDS }, () =>
    runMeasurement<number>(`memory of ${kind}`, client, SERIES),
  );
  return median(rounds);
}
