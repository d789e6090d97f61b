import { describe, expect, test } from 'vitest';
import type { Missing, Program } from '../../tools/debian/find-program.ts';
import { requireFound, requireRelease } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const there: Program = { name: 'promtool', path: '/usr/bin/promtool', env: {}, source: 'machine' };
const missing: Missing = { name: 'amtool', reason: 'not there', hint: 'install it' };

describe('requireFound', () => {
  test('hands out the programs, and says nothing, when all are there', () => {
    const written: string[] = [];
    const programs = requireFound([there], true, text => written.push(text));
    expect(programs.skip).toBe(false);
    expect(programs.get('promtool')).toBe(there);
    expect(() => programs.get('amtool')).toThrow('not asked for');
    expect(written).toEqual([]);
  });

  test('skips the suite and says which program is missing', () => {
    const written: string[] = [];
    const programs = requireFound([there, missing], false, text => written.push(text));
    expect(programs.skip).toBe(true);
    expect(written.join('')).toContain('SKIPPED');
    expect(written.join('')).toContain('amtool (not there; install it)');
  });

  test('fails in continuous integration', () => {
    expect(() => requireFound([there, missing], true, () => {})).toThrow(/CI=true: amtool/);
  });
});

describe('requireRelease', () => {
  test('skips a release that was not fetched, and names it', async () => {
    const written: string[] = [];
    const places = { machineFolders: [], cacheFolder: await createTemporaryFolder() };
    const programs = await requireRelease('sid', places, text => written.push(text));
    expect(programs.skip).toBe(true);
    expect(written.join('')).toMatch(/SKIPPED.+prometheus.+sid/);
  });
});
