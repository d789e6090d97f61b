import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../config/index.ts';
import { buildBundle } from './build-bundle.ts';
import { buildConfigurationTable } from './configuration-table.ts';
import { updateTable } from './document-table.ts';
import type { GeneratedFile, Part } from './generated-file.ts';
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

async function settleFile(file: GeneratedFile, { outDir, check }: WriteBundleOptions): Promise<FileResult> {
  const target = join(outDir, file.path);
  const existing = await readIfThere(target);
  if (existing === file.content) {
    return { path: file.path, state: 'unchanged' };
  }
  if (check) {
    return { path: file.path, state: existing === undefined ? 'missing' : 'stale' };
  }
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, file.content);
  return { path: file.path, state: 'written' };
}

/** Writes every generated file that differs from what is there, or says which do; the result has one entry per file. */
export async function writeBundle(
  config: Config,
  options: WriteBundleOptions,
): Promise<readonly FileResult[]> {
  const files = [...buildBundle(config), ...(await loadDocuments(options.outDir))];
  return Promise.all(
    files.filter(file => options.parts.includes(file.part)).map(file => settleFile(file, options)),
  );
}
