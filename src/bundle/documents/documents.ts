import { join } from 'node:path';
import type { GeneratedFile } from '../writing/generated-file.ts';
import { readIfThere } from '../writing/read-file.ts';
import { buildAlertsExample } from './alerts-example.ts';
import { buildAlertsTables, buildRecordsTable } from './alerts-table.ts';
import { buildConfigurationTable } from './configuration-table.ts';
import { type DocumentSection, updateSection } from './document-section.ts';
import { buildLabelsTable, buildMetricsTable } from './metrics-table.ts';
import { countUnitTests } from './unit-tests.ts';

/** Every generated section of the documents. */
async function buildSections(outDir: string): Promise<readonly DocumentSection[]> {
  return [
    buildConfigurationTable(),
    buildMetricsTable(),
    buildLabelsTable(),
    buildAlertsTables(await countUnitTests(outDir)),
    buildRecordsTable(),
    buildAlertsExample(),
  ];
}

/** The documents with generated sections, where they are there to hold them: only aiwatch's own repository has them. */
export async function loadDocuments(outDir: string): Promise<readonly GeneratedFile[]> {
  const sections = await buildSections(outDir);
  const files: GeneratedFile[] = [];
  for (const path of new Set(sections.map(section => section.path))) {
    const document = await readIfThere(join(outDir, path));
    if (document !== undefined) {
      const content = sections.filter(section => section.path === path).reduce(updateSection, document);
      files.push({ part: 'docs', path, content });
    }
  }
  return files;
}
