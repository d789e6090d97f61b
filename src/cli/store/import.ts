import { AiwatchError } from '../../errors.ts';
import { importStore } from '../../store/index.ts';
import type { CommandContext } from '../command.ts';
import { parseArguments } from '../parse-options.ts';
import { checkExportFile, readExportFile } from './export-file.ts';
import { reportRows } from './report-rows.ts';
import { loadStoreConfig, STORE_OPTIONS, withStore } from './with-store.ts';

/** `aiwatch store import FILE`: puts an export into a store that is empty: all of it, or nothing. */
export async function importCommand(
  args: readonly string[],
  { env, print }: CommandContext,
): Promise<number> {
  const { values, positionals } = parseArguments('store import', args, STORE_OPTIONS);
  const [file, more] = positionals;
  if (file === undefined || more !== undefined) {
    const found = `${positionals.length} of them`;
    const expected = 'the file of one export';
    throw new AiwatchError('COMMAND_USAGE', { where: 'aiwatch store import', expected, found });
  }
  // Before a store is made for it.
  await checkExportFile(file);
  await withStore(loadStoreConfig(values.config, env), print, async ({ store, description }) => {
    print(`aiwatch: importing into ${description}`);
    const rows = await importStore(store.upkeepPool, file, reportRows(readExportFile(file), print));
    const filled = Object.entries(rows).filter(([, count]) => count > 0);
    for (const [table, count] of filled) print(`  ${table}: ${count.toLocaleString('en')}`);
    print('aiwatch: imported everything, and compared it with the checksum of the export');
  });
  return 0;
}
