import { rename } from 'node:fs/promises';
import { z } from 'zod';
import { AiwatchError } from '../../errors.ts';
import { readPrivateFile, replacePrivateFile } from '../../private-file.ts';
import { type DeliveryState, EMPTY_DELIVERY } from '../../recorders/index.ts';

/** The version of the file's form; a newer one is refused, as it may say what this one would lose. */
const FORM_VERSION = 1;

const time = z.number().optional();
const schema = z.object({
  version: z.literal(FORM_VERSION),
  environments: z.array(
    z.object({
      project: z.string(),
      environment: z.string(),
      status: z.enum(['success', 'failure']).optional(),
      durationSeconds: z.number().optional(),
      successTime: time,
      failureTime: time,
      rollbackTime: time,
      version: z.string().optional(),
      versionTime: time,
    }),
  ),
  suites: z.array(
    z.object({
      project: z.string(),
      suite: z.string(),
      passed: z.number(),
      failed: z.number(),
      skipped: z.number(),
      durationSeconds: z.number(),
      time: z.number(),
    }),
  ),
});

function parseState(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNewer(content: unknown): boolean {
  const parsed = z.object({ version: z.number() }).safeParse(content);
  return parsed.success && parsed.data.version > FORM_VERSION;
}

/**
 * Reads the state of the last run; the empty one where there is none. A file that makes no sense is put aside under
 * another name, and `onNotice` is told. Throws DATA_FILE_UNREADABLE where there is a file that must not be put aside.
 */
export async function loadStateFile(file: string, onNotice: (line: string) => void): Promise<DeliveryState> {
  const text = await readPrivateFile(file);
  if (text === undefined) return EMPTY_DELIVERY;
  const content = parseState(text);
  if (isNewer(content)) {
    throw new AiwatchError('DATA_FILE_UNREADABLE', { where: file, found: 'one of a newer version' });
  }
  const result = schema.safeParse(content);
  if (result.success) return { environments: result.data.environments, suites: result.data.suites };
  const aside = `${file}.corrupt-${Date.now()}`;
  await rename(file, aside);
  onNotice(`${file} cannot be read and is now ${aside}; deployments and test runs begin anew`);
  return EMPTY_DELIVERY;
}

/** Replaces the file in one step, so that a crash leaves the old or the new one. Throws DATA_FILE_UNWRITABLE. */
export async function saveStateFile(file: string, state: DeliveryState): Promise<void> {
  await replacePrivateFile(file, JSON.stringify({ version: FORM_VERSION, ...state }));
}
