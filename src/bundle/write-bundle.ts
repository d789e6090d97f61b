import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../config/index.ts';
import { AiwatchError } from '../errors.ts';
import { buildBundle } from './build-bundle.ts';
import { buildConfigurationTable } from './configuration-table.ts';
import { updateTable } from './document-table.ts';
import { GENERATED, type GeneratedFile, type Part } from './generated-file.ts';
import { buildLabelsTable, buildMetricsTable } from './metrics-table.ts';

/** What became (or, when only checking, would become) of one file. */
export interface FileResult {
  readonly path: string;
  readonly state: 'written' | 'unchanged' | 'stale' | 'missing';
}

/** Where the files go and which. */
export interface WriteBundleOptions {
  /** The folder above prometheus/, alertmanager/ and grafana/. */
  readonly outDir: string;
  readonly parts: readonly Part[];
  /** Compares only. */
  readonly check: boolean;
  /** Replaces files too that were not generated. */
  readonly force: boolean;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** The documents with tables, where they are there to hold them: only aiwatch's own repository has them. */
async function loadDocuments(outDir: string): Promise<readonly GeneratedFile[]> {
  const tables = [buildConfigurationTable(), buildMetricsTable(), buildLabelsTable()];
  const files: GeneratedFile[] = [];
  for (const path of new Set(tables.map(table => table.path))) {
    const document = await readIfThere(join(outDir, path));
    if (document !== undefined) {
      const content = tables.filter(table => table.path === path).reduce(updateTable, document);
      files.push({ part: 'docs', path, content });
    }
  }
  return files;
}

/** A generated file and what is in its place now. */
interface Place {
  readonly file: GeneratedFile;
  readonly existing: string | undefined;
}

/** Whether writing would replace something that somebody wrote by hand. Documents have their table between markers. */
function isForeign({ file, existing }: Place): boolean {
  return existing !== undefined && file.part !== 'docs' && !existing.includes(GENERATED);
}

async function settleFile(
  { file, existing }: Place,
  { outDir, check }: WriteBundleOptions,
): Promise<FileResult> {
  const { path, content } = file;
  if (existing === content) {
    return { path, state: 'unchanged' };
  }
  if (check) {
    return { path, state: existing === undefined ? 'missing' : 'stale' };
  }
  const target = join(outDir, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
  return { path, state: 'written' };
}

/**
 * Writes every generated file that differs from what is there, or says which do; the result has one entry per file.
 * Throws FILE_NOT_GENERATED, and writes nothing, where a file was not generated and `force` is not set.
 */
export async function writeBundle(
  config: Config,
  options: WriteBundleOptions,
): Promise<readonly FileResult[]> {
  const files = [...buildBundle(config), ...(await loadDocuments(options.outDir))];
  const wanted = files.filter(file => options.parts.includes(file.part));
  const places = await Promise.all(
    wanted.map(async file => ({ file, existing: await readIfThere(join(options.outDir, file.path)) })),
  );
  const foreign = places.filter(isForeign).map(({ file }) => file.path);
  if (foreign.length > 0 && !options.check && !options.force) {
    throw new AiwatchError('FILE_NOT_GENERATED', { where: options.outDir, found: foreign.join(', ') });
  }
  return Promise.all(places.map(place => settleFile(place, options)));
}
