/** Finds or fetches the Debian programs named (default: all, and those of newer releases) and prints what was found where. */
import { ensurePrograms } from './ensure-programs.ts';
import { ensureNewerReleases } from './newer-releases.ts';
import { isProgramName, PROGRAM_NAMES } from './programs.ts';

const names = process.argv.slice(2);
const unknown = names.filter(name => !isProgramName(name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; known are: ${PROGRAM_NAMES.join(', ')}`);
  process.exitCode = 1;
} else {
  const wanted = names.length === 0 ? PROGRAM_NAMES : names.filter(isProgramName);
  const report = await ensurePrograms(wanted, { onProgress: line => console.error(line) });
  for (const { name, path, source } of report.found) {
    console.log(`${name}: ${path} (${source})`);
  }
  for (const { name, reason, hint } of report.missing) {
    console.log(`${name}: MISSING: ${reason}; ${hint}`);
  }
  if (names.length === 0) await ensureNewerReleases(line => console.error(line));
  process.exitCode = report.missing.length === 0 ? 0 : 1;
}
