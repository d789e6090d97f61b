import { pipeline } from 'node:stream/promises';
import type { Config } from '../../config/index.ts';
import { AiwatchError } from '../../errors.ts';
import { exportStore, hasCluster } from '../../store/index.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { joinLines, writeExportFile } from './export-file.ts';
import { reportRows } from './report-rows.ts';
import { loadStoreConfig, STORE_OPTIONS, withStore } from './with-store.ts';

const OPTIONS = { ...STORE_OPTIONS, out: { type: 'string' } } as const;

/** `aiwatch store export`: writes all that a store holds, into a file or to the standard output. */
export async function exportCommand(
  args: readonly string[],
  { env, print, printNote = () => {}, output = process.stdout }: CommandContext,
): Promise<number> {
  const { config: file, out } = parseOptions('store export', args, OPTIONS);
  const config = loadStoreConfig(file, env);
  await refuseMissingCluster(config);
  // The standard output is the export's, where it goes there.
  const say = out === undefined ? printNote : print;
  await withStore(config, say, async ({ store, description }) => {
    say(`aiwatch: exporting ${description}`);
    const lines = reportRows(exportStore(store.upkeepPool), say);
    if (out === undefined) await pipeline(joinLines(lines), output, { end: false });
    else await writeExportFile(out, lines);
  });
  if (out !== undefined) print(`aiwatch: wrote ${out}`);
  return 0;
}

/** Asked for what is there, no cluster is made. */
async function refuseMissingCluster({ store, server: { dataDir } }: Config): Promise<void> {
  if (store.databaseUrl !== undefined || (await hasCluster(dataDir))) return;
  throw new AiwatchError('STORE_SCHEMA_OLDER', { where: dataDir, found: 'no store' });
}
