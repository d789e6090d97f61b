import { join } from 'node:path';
import {
  applyReport,
  type DeliveryReport,
  type DeliveryState,
  EMPTY_DELIVERY,
} from '../../recorders/index.ts';
import { loadStateFile, saveStateFile } from './state-file.ts';

/** What pipelines reported last. */
export interface DeliveryStore {
  readonly state: () => DeliveryState;
  /** Resolves when the report is kept for good. Throws DATA_FILE_UNWRITABLE, and has not taken the report then. */
  readonly record: (report: DeliveryReport) => Promise<void>;
}

export interface DeliveryStoreOptions {
  /** Folder of the server's data; made at the first report. */
  readonly dataDir: string;
  /** Told of a file that was put aside. */
  readonly onNotice: (line: string) => void;
}

const MS_PER_SECOND = 1000;

/** Keeps reports over a restart. Throws DATA_FILE_UNREADABLE. */
export async function openDeliveryStore({ dataDir, onNotice }: DeliveryStoreOptions): Promise<DeliveryStore> {
  const file = join(dataDir, 'delivery.json');
  return createStore(await loadStateFile(file, onNotice), state => saveStateFile(file, state));
}

/** Keeps reports as long as the process runs. */
export function createDeliveryStore(): DeliveryStore {
  return createStore(EMPTY_DELIVERY, async () => {});
}

function createStore(initial: DeliveryState, save: (state: DeliveryState) => Promise<void>): DeliveryStore {
  let state = initial;
  /** Ends when the last report so far is written: one is written after the other. */
  let turn: Promise<unknown> = Promise.resolve();
  const take = async (report: DeliveryReport) => {
    const next = applyReport(state, report, Date.now() / MS_PER_SECOND);
    await save(next);
    state = next;
  };
  return {
    state: () => state,
    record: report => {
      const taken = turn.then(() => take(report));
      turn = taken.catch(() => undefined);
      return taken;
    },
  };
}
