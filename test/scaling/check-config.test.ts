import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NEWER_RELEASES } from '../../tools/debian/newer-releases.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { requirePrograms, requireRelease } from '../support/servers.ts';

const FOLDER = 'prometheus/scaling';
const FILES = (await readdir(FOLDER)).sort();
const ONLY_3 = 'prometheus3.yml';

const releases = [
  { release: 'bookworm', programs: await requirePrograms('promtool') },
  ...(await Promise.all(
    NEWER_RELEASES.map(async release => ({ release, programs: await requireRelease(release) })),
  )),
];

describe('the files for more than one server', () => {
  test('are these', () => {
    expect(FILES).toEqual(['agent.yml', 'federation.yml', ONLY_3, 'shard-0.yml', 'shard-1.yml']);
  });
});

describe.each(releases)('the files for more than one server', ({ release, programs }) => {
  test.skipIf(programs.skip)(`are valid for the Prometheus of ${release}`, async () => {
    const promtool = programs.get('promtool');
    for (const name of FILES) {
      const flags = name === 'agent.yml' ? ['--agent'] : [];
      const result = await runTool(promtool, ['check', 'config', ...flags, join(FOLDER, name)]);
      const isValid = name !== ONLY_3 || release === 'sid';
      expect(result.exitCode === 0, `${name}: ${result.stderr}`).toBe(isValid);
    }
  });
});
