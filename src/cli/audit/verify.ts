import { readFile } from 'node:fs/promises';
import {
  type AuditSummary,
  type AuditVerifierKey,
  parseVerifierKey,
  splitNotes,
  verifyExport,
} from '../../audit/index.ts';
import { AiwatchError, reasonOf } from '../../errors.ts';
import type { CommandContext } from '../command.ts';
import { parseArguments } from '../parse-options.ts';
import { readLines } from './read-lines.ts';
import { describeSummary } from './summary-text.ts';

const OPTIONS = {
  key: { type: 'string', multiple: true, default: [] as string[] },
  checkpoints: { type: 'string', multiple: true, default: [] as string[] },
} as const;

function usageError(where: string, expected: string, found: string): AiwatchError {
  return new AiwatchError('COMMAND_USAGE', { where: `aiwatch audit verify${where}`, expected, found });
}

async function readText(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw usageError(` --${option}`, 'a file that can be read', `${file} (${reasonOf(error)})`);
  }
}

/** Tells a key from the name of a file. A private one, given by mistake, is refused as a key, which never shows it. */
const KEY_TEXT = /^PRIVATE\+KEY\+|^[^+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/;

/** A file has one key a line, so that all keys ever used can be kept in one. */
async function readKeys(option: string): Promise<readonly AuditVerifierKey[]> {
  if (KEY_TEXT.test(option)) return [parseVerifierKey(option)];
  const lines = (await readText('key', option)).split('\n').map(line => line.trim());
  const keys = lines.filter(line => line !== '' && !line.startsWith('#')).map(parseVerifierKey);
  if (keys.length === 0)
    throw usageError(' --key', 'a public key (name+id+base64) in each line', `none in ${option}`);
  return keys;
}

async function verifyFile(
  file: string,
  values: { key: string[]; checkpoints: string[] },
): Promise<AuditSummary> {
  const keys = (await Promise.all(values.key.map(readKeys))).flat();
  const notes = await Promise.all(values.checkpoints.map(name => readText('checkpoints', name)));
  return verifyExport(readLines(file), { keys, checkpoints: notes.flatMap(splitNotes) });
}

/** `aiwatch audit verify`: prints the verdict and what led to it. @returns 1 where something was changed, else 0 */
export async function verifyAudit(args: readonly string[], { print }: CommandContext): Promise<number> {
  const { values, positionals } = parseArguments('audit verify', args, OPTIONS);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw usageError('', 'the file of one export', positionals.join(' ') || 'none');
  }
  if (values.key.length === 0) throw usageError('', 'a public key or a file of them by --key', 'none');
  const summary = await verifyFile(file, values);
  for (const line of describeSummary(summary)) print(line);
  return summary.verdict === 'changed' ? 1 : 0;
}
