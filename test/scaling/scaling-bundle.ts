import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { writeBundle } from '../../src/bundle/index.ts';
import { parseConfig } from '../../src/config/index.ts';
import { createServerGroup, type ServerGroup } from '../../tools/servers/server-group.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** Targets that do not run in a test. */
const NO_TARGETS = {
  application: null,
  aiwatch: null,
  redis: null,
  postgresql: null,
  node: null,
  cadvisor: null,
  prometheus: null,
  alertmanager: null,
};

/** Settings below `bundle`, of those that a test gives. */
export interface ScalingSettings {
  readonly targets?: Readonly<Partial<Record<keyof typeof NO_TARGETS, string>>>;
  readonly externalLabels?: Readonly<Record<string, string>>;
  readonly customAlerts?: readonly object[];
  readonly scaling?: object;
}

/**
 * Writes the bundle with scrapes and rules every second, without the targets that are not named, and returns where the
 * files for more than one server are.
 */
export async function writeScalingBundle({ targets, ...settings }: ScalingSettings): Promise<string> {
  const outDir = await createTemporaryFolder();
  const bundle = {
    scrapeIntervalSeconds: 1,
    evaluationIntervalSeconds: 1,
    targets: { ...NO_TARGETS, ...targets },
    ...settings,
  };
  const options = { outDir, parts: ['prometheus'], check: false, force: false } as const;
  await writeBundle(parseConfig({ bundle }), options);
  return join(outDir, 'prometheus/scaling');
}

/** Writes a secret where a path of the settings, seen from the folder `prometheus`, says that it is. */
export async function writeSecret(scalingDir: string, path: string, secret: string): Promise<void> {
  const file = join(scalingDir, '..', path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, secret);
}

/** Servers that are stopped when the test is over. */
export function createTestGroup(): ServerGroup {
  const group = createServerGroup();
  onTestFinished(() => group.stop());
  return group;
}
