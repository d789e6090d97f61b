import { join } from 'node:path';
import { digest, normalizeLines, type RecordedFile } from './bundle-record.ts';
import { describeFileChanges } from './file-changes.ts';
import { GENERATED, type GeneratedFile, type Part } from './generated-file.ts';
import { readIfThere } from './read-file.ts';

/** What becomes of one file. */
export interface FileResult {
  /** From the output folder, with `/`. */
  readonly path: string;
  readonly state: 'new' | 'changed' | 'removed' | 'unchanged';
  /** Set where what is in the place is not what aiwatch wrote, or where nobody knows. */
  readonly origin?: 'edited' | 'foreign' | 'unrecorded';
  /** What is changed in it, in lines for people. */
  readonly changes: readonly string[];
}

/** A file and what is to become of it; without content it is removed. */
export interface PlannedFile extends FileResult {
  readonly content: string | undefined;
}

/** Who wrote what is in the place of a generated file. Documents hold their tables between markers. */
function findOrigin(
  part: Part,
  existing: string,
  recorded: RecordedFile | undefined,
): FileResult['origin'] | undefined {
  if (part === 'docs') return undefined;
  if (recorded !== undefined) return digest(existing) === recorded.sha256 ? undefined : 'edited';
  return existing.includes(GENERATED) ? 'unrecorded' : 'foreign';
}

/** Compares a generated file with what is in its place. */
async function planFile(
  { part, path, content }: GeneratedFile,
  outDir: string,
  recorded: RecordedFile | undefined,
): Promise<PlannedFile> {
  const existing = await readIfThere(join(outDir, path));
  if (existing === undefined) return { path, content, state: 'new', changes: [] };
  const before = normalizeLines(existing);
  if (before === content) return { path, content, state: 'unchanged', changes: [] };
  const origin = findOrigin(part, existing, recorded);
  const changes = describeFileChanges(before, content);
  return { path, content, state: 'changed', changes, ...(origin === undefined ? {} : { origin }) };
}

/** A file that was generated once and is no longer; nothing where it is gone already. */
async function planRemoval(recorded: RecordedFile, outDir: string): Promise<readonly PlannedFile[]> {
  const { path, part } = recorded;
  const existing = await readIfThere(join(outDir, path));
  if (existing === undefined) return [];
  const origin = findOrigin(part, existing, recorded);
  return [
    {
      path,
      content: undefined,
      state: 'removed',
      changes: [],
      ...(origin === undefined ? {} : { origin }),
    },
  ];
}

/** What is to become of every file: of those that are generated, and of those that were and are no longer. */
export async function planBundle(
  files: readonly GeneratedFile[],
  outDir: string,
  record: readonly RecordedFile[],
): Promise<readonly PlannedFile[]> {
  const planned = await Promise.all(
    files.map(file =>
      planFile(
        file,
        outDir,
        record.find(({ path }) => path === file.path),
      ),
    ),
  );
  const gone = record.filter(({ path }) => files.every(file => file.path !== path));
  const removals = await Promise.all(gone.map(each => planRemoval(each, outDir)));
  return [...planned, ...removals.flat()];
}
