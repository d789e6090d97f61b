import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findNewerRelease, NEWER_RELEASES } from '../../tools/debian/newer-releases.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { requirePrograms } from '../support/servers.ts';

const FOLDER = 'prometheus/scaling';
const FILES = (await readdir(FOLDER)).sort();
const ONLY_3 = 'prometheus3.yml';

const stable = await requirePrograms('promtool');
const newer = await Promise.all(
  NEWER_RELEASES.map(async release => ({ release, promtool: (await findNewerRelease(release))?.promtool })),
);
const releases = [
  { release: 'bookworm', promtool: stable.skip ? undefined : stable.get('promtool') },
  ...newer,
].filter(({ promtool }) => promtool !== undefined);

describe('the files for more than one server', () => {
  test('are these', () => {
    expect(FILES).toEqual(['agent.yml', 'federation.yml', ONLY_3, 'shard-0.yml', 'shard-1.yml']);
  });

  test.each(releases)('are valid for the Prometheus of $release', async ({ release, promtool }) => {
    for (const name of FILES) {
      const flags = name === 'agent.yml' ? ['--agent'] : [];
      const result = await runTool(promtool!, ['check', 'config', ...flags, join(FOLDER, name)]);
      const isValid = name !== ONLY_3 || release === 'sid';
      expect(result.exitCode === 0, `${name}: ${result.stderr}`).toBe(isValid);
    }
  });
});
