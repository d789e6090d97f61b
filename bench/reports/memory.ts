import type { MemoryKind } from '../cases/memory.ts';
import { CLIENT_NAMES } from '../clients/client.ts';
import { runMeasurement } from '../run-measurement.ts';
import { buildTable } from '../table.ts';

const SERIES = 10_000;
const KINDS: readonly MemoryKind[] = ['counter', 'histogram'];

/** Memory of one series, with three labels and eleven bounds. */
export function reportMemory(): string {
  const rows = KINDS.map(kind => {
    const [own = 0, ...peers] = CLIENT_NAMES.map(client =>
      runMeasurement<number>(`memory of ${kind}`, client, SERIES),
    );
    const cells = peers.map(bytes => `${bytes.toFixed(0)} B (ours ${((own / bytes) * 100).toFixed(0)} %)`);
    return [`${kind} series`, `${own.toFixed(0)} B`, ...cells];
  });
  const note = `Heap and external memory per series, at ${SERIES.toLocaleString('en')} series with three labels, 5,000 routes.`;
  return `## Memory\n\n${note}\n\n${buildTable(['', ...CLIENT_NAMES], rows)}`;
}
