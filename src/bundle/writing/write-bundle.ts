import { join } from 'node:path';
import type { Config } from '../../config/index.ts';
import { AiwatchError, type ErrorCode } from '../../errors.ts';
import { buildBundle } from '../build-bundle.ts';
import { loadDocuments } from '../documents/documents.ts';
import {
  normalizeLines,
  parseRecord,
  RECORD_FILE,
  type RecordedFile,
  recordFile,
  renderRecord,
} from './bundle-record.ts';
import type { GeneratedFile, Part } from './generated-file.ts';
import { type FileResult, type PlannedFile, planBundle } from './plan-bundle.ts';
import { readIfThere } from './read-file.ts';
import { replaceFiles } from './replace-files.ts';

/** Where the files go and which. */
export interface WriteBundleOptions {
  /** The folder above prometheus/, grafana/ and those of the other parts. */
  readonly outDir: string;
  readonly parts: readonly Part[];
  /** Compares only. */
  readonly check: boolean;
  /** Replaces files too that were not generated, or were edited since. */
  readonly force: boolean;
}

/** What was written here before; with `force`, a record that cannot be read is none. */
async function loadRecord({ outDir, force }: WriteBundleOptions): Promise<readonly RecordedFile[]> {
  const file = join(outDir, RECORD_FILE);
  const text = await readIfThere(file);
  if (text === undefined) return [];
  try {
    return parseRecord(text, file);
  } catch (error) {
    if (force) return [];
    throw error;
  }
}

/** Refuses to replace what somebody else wrote. */
function protect(plan: readonly PlannedFile[], outDir: string): void {
  const refuse = (code: ErrorCode, origin: FileResult['origin']) => {
    const found = plan.filter(file => file.origin === origin).map(({ path }) => path);
    if (found.length > 0) throw new AiwatchError(code, { where: outDir, found: found.join(', ') });
  };
  refuse('FILE_NOT_GENERATED', 'foreign');
  refuse('GENERATED_FILE_EDITED', 'edited');
}

/** What is known of the folder afterwards: of files in `left`, which could not be written, the same as before. */
function updateRecord(
  record: readonly RecordedFile[],
  files: readonly GeneratedFile[],
  { parts, left }: { readonly parts: readonly Part[]; readonly left: readonly string[] },
): readonly RecordedFile[] {
  const kept = record.filter(({ path, part }) => !parts.includes(part) || left.includes(path));
  const written = files.filter(({ path, part }) => part !== 'docs' && !left.includes(path));
  return [...kept, ...written.map(recordFile)];
}

/** The record as a planned file of its own; nothing where there is nothing to record. */
async function planRecord(outDir: string, files: readonly RecordedFile[]): Promise<readonly PlannedFile[]> {
  const existing = await readIfThere(join(outDir, RECORD_FILE));
  if (existing === undefined && files.length === 0) return [];
  const content = renderRecord(files);
  const changed = normalizeLines(existing ?? '') === content ? 'unchanged' : 'changed';
  return [{ path: RECORD_FILE, content, state: existing === undefined ? 'new' : changed, changes: [] }];
}

const isChange = ({ state }: PlannedFile) => state !== 'unchanged';

/** Which files a run is about. */
function selectFiles(config: Config, documents: readonly GeneratedFile[], parts: readonly Part[]) {
  return [...buildBundle(config), ...documents].filter(file => parts.includes(file.part));
}

/**
 * Writes every generated file that differs from what is there and removes those that are no longer generated, or says
 * which would be; the result has one entry per file. All files are rendered and compared before the first is written.
 * Throws FILE_NOT_GENERATED or GENERATED_FILE_EDITED, and writes nothing, where that would destroy somebody's work and
 * `force` is not set; BUNDLE_NOT_WRITTEN where the disk refuses.
 */
export async function writeBundle(
  config: Config,
  options: WriteBundleOptions,
): Promise<readonly FileResult[]> {
  const { outDir, parts, check, force } = options;
  const files = selectFiles(config, await loadDocuments(outDir), parts);
  const record = await loadRecord(options);
  const ofParts = record.filter(({ part }) => parts.includes(part));
  const plan = await planBundle(files, outDir, ofParts);
  if (!check && !force) protect(plan, outDir);
  const { left, failure } = check
    ? { left: [], failure: undefined }
    : await replaceFiles(outDir, plan.filter(isChange));
  const recordPlan = await planRecord(outDir, updateRecord(record, files, { parts, left }));
  const recorded = check ? { failure: undefined } : await replaceFiles(outDir, recordPlan.filter(isChange));
  const error = failure ?? recorded.failure;
  if (error !== undefined) throw error;
  return [...plan, ...recordPlan].map(({ content: _content, ...result }) => result);
}
