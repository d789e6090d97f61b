import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildBundle } from '../../src/bundle/build-bundle.ts';
import { parseConfig } from '../../src/config/index.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** The shipped configurations of Alertmanager. */
export const ALERTMANAGER_FILES = ['alertmanager/alertmanager.yml', 'alertmanager/alertmanager.docker.yml'];

/** Writes what is generated for Alertmanager under settings of the bundle; returns the folder, removed after the test. */
export async function writeAlertmanagerFiles(
  bundle: object,
  change: (content: string) => string = content => content,
): Promise<string> {
  const folder = await createTemporaryFolder();
  const files = buildBundle(parseConfig({ bundle })).filter(({ part }) => part === 'alertmanager');
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), change(content));
  }
  return folder;
}
