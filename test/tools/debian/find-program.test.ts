import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findProgram, isProgram } from '../../../tools/debian/find-program.ts';
import { FONTS_FILE } from '../../../tools/debian/fonts.ts';
import type { Places } from '../../../tools/debian/places.ts';
import { writeScript } from '../../support/fake-program.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

async function createPlaces(): Promise<Places & { machineFolder: string }> {
  const folder = await createTemporaryFolder();
  const machineFolder = join(folder, 'bin');
  return { machineFolder, machineFolders: [machineFolder], cacheFolder: join(folder, 'cache') };
}

describe('findProgram', () => {
  test('prefers the program of the machine to the one in the cache', async () => {
    const places = await createPlaces();
    await writeScript(join(places.machineFolder, 'promtool'));
    await writeScript(join(places.cacheFolder, 'prometheus/usr/bin/promtool'));
    const program = await findProgram('promtool', places);
    expect(program).toMatchObject({ path: join(places.machineFolder, 'promtool'), source: 'machine' });
  });

  test('finds a program under the name its own project gives it', async () => {
    const places = await createPlaces();
    await writeScript(join(places.machineFolder, 'alertmanager'));
    const program = await findProgram('prometheus-alertmanager', places);
    expect(program).toMatchObject({ path: join(places.machineFolder, 'alertmanager') });
  });

  test('finds a program in the cache, with its libraries and fonts', async () => {
    const places = await createPlaces();
    const root = join(places.cacheFolder, 'chromium');
    await writeScript(join(root, 'usr/lib/chromium/chromium'));
    await writeScript(join(root, 'usr/lib/x86_64-linux-gnu/libone.so.1'));
    await writeScript(join(root, 'usr/lib/x86_64-linux-gnu/inner/libtwo.so'));
    await writeScript(join(root, 'usr/lib/x86_64-linux-gnu/data/readme'));
    await writeScript(join(root, FONTS_FILE));
    const program = await findProgram('chromium', places);
    if (!isProgram(program)) {
      throw new Error(program.reason);
    }
    const libraries = join(root, 'usr/lib/x86_64-linux-gnu');
    const folders = program.env['LD_LIBRARY_PATH']?.split(':');
    expect(folders).toEqual(expect.arrayContaining([libraries, join(libraries, 'inner')]));
    expect(folders).not.toContain(join(libraries, 'data'));
    expect(program.env['FONTCONFIG_FILE']).toBe(join(root, FONTS_FILE));
    expect(program.env['PATH']).toBe(process.env['PATH']);
  });

  test('does not take a folder or a file that cannot be executed for a program', async () => {
    const places = await createPlaces();
    await mkdir(join(places.machineFolder, 'amtool'), { recursive: true });
    await writeFile(join(places.machineFolder, 'promtool'), 'text', { mode: 0o644 });
    expect(isProgram(await findProgram('amtool', places))).toBe(false);
    expect(isProgram(await findProgram('promtool', places))).toBe(false);
  });

  test('says why a program is missing and what to do', async () => {
    const result = await findProgram('amtool', await createPlaces());
    expect(result).toEqual({
      name: 'amtool',
      reason: 'neither on the machine nor in the cache',
      hint: expect.stringContaining('apt-get install prometheus-alertmanager'),
    });
  });
});

describe('a module of Python', () => {
  const MODULE = 'lib/python3/dist-packages/requests/__init__.py';

  /** A Python of Debian in `usr`, behind another one that came first on the PATH. */
  async function createPythons() {
    const folder = await createTemporaryFolder();
    const [usr, cacheFolder] = [join(folder, 'usr'), join(folder, 'cache')];
    const machineFolders = [join(folder, 'other/bin'), join(usr, 'bin')];
    for (const each of machineFolders) await writeScript(join(each, 'python3'));
    await mkdir(join(usr, 'lib/python3/dist-packages'), { recursive: true });
    return { usr, cacheFolder, machineFolders, python: join(usr, 'bin/python3') };
  }

  test('is run by the Python of Debian that has it', async () => {
    const { usr, python, ...places } = await createPythons();
    await writeScript(join(usr, MODULE));
    const program = await findProgram('python3-requests', places);
    expect(program).toMatchObject({ path: python, source: 'machine' });
  });

  test('is found in the cache by the Python of Debian', async () => {
    const { python, ...places } = await createPythons();
    const root = join(places.cacheFolder, 'python3-requests');
    await writeScript(join(root, 'usr', MODULE));
    const program = await findProgram('python3-requests', places);
    expect(program).toMatchObject({ path: python, source: 'cache' });
    expect(isProgram(program) && program.env['PYTHONPATH']).toBe(join(root, 'usr/lib/python3/dist-packages'));
  });

  test('is missing where there is no Python of Debian, or no such module', async () => {
    const places = await createPythons();
    expect(isProgram(await findProgram('python3-requests', places))).toBe(false);
    await writeScript(join(places.cacheFolder, 'python3-requests/usr', MODULE));
    const machineFolders = places.machineFolders.slice(0, 1);
    expect(isProgram(await findProgram('python3-requests', { ...places, machineFolders }))).toBe(false);
  });
});
