import { chmod, cp, lstat, mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { findBinaries } from '../../../src/store/embedded/binaries.ts';
import { makeLibraryLinks } from '../../../src/store/embedded/library-links.ts';
import { findPlaces } from '../../../src/store/embedded/places.ts';
import { findSystemUser } from '../../../src/store/embedded/system-user.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

// A new cluster waits for the disk, and others may be writing.
vi.setConfig({ testTimeout: 90_000 });

const packageFolder = findPlaces().packageFolder ?? '';
const user = findSystemUser();

describe.skipIf(packageFolder === '')('the programs of the npm package', () => {
  test('run though its install script did not: the links between its libraries are made', async () => {
    const { copy, links } = await copyWithoutLinks();
    const binaries = await findBinaries({ places: only(copy), major: undefined, user, copyFolder: copy });
    expect(binaries.folder).toBe(join(copy, 'native', 'bin'));
    expect(binaries.major).toBe(Number.parseInt(binaries.version, 10));
    for (const { source, target } of links) {
      expect(await readlink(join(copy, target))).toBe(source.split('/').at(-1));
    }
    expect(await makeLibraryLinks(copy)).toBe(true);
  });

  test.skipIf(user === undefined)(
    'are copied where the user that runs them cannot reach them, once',
    async () => {
      const { copy } = await copyWithoutLinks();
      await chmod(copy, 0o700);
      const copyFolder = await createTemporaryFolder();
      await chmod(copyFolder, 0o755);
      await mkdir(join(copyFolder, 'binaries-17.0'));
      const wanted = { places: only(copy), major: undefined, user, copyFolder };
      const first = await findBinaries(wanted);
      expect(first.folder.startsWith(join(copyFolder, 'binaries-18.'))).toBe(true);
      expect(await readdir(copyFolder)).toHaveLength(1);
      const { ctimeMs } = await lstat(join(first.folder, 'postgres'));
      expect(await findBinaries(wanted)).toEqual(first);
      expect((await lstat(join(first.folder, 'postgres'))).ctimeMs).toBe(ctimeMs);
    },
  );
});

describe('installed programs', () => {
  test('are the first that run and are new enough; what does not run is told', async () => {
    const broken = await fakePrograms('echo "no such library" >&2; exit 127');
    const old = await fakePrograms('echo "postgres (PostgreSQL) 14.9"');
    const fit = await fakePrograms('echo "postgres (PostgreSQL) 16.3 (Debian 16.3-1)"');
    const wanted = { major: undefined, user, copyFolder: broken };
    const places = { packageFolder: undefined, folders: [join(broken, 'none'), broken, old, fit] };
    expect(await findBinaries({ ...wanted, places })).toEqual({ folder: fit, version: '16.3', major: 16 });
    const unfit = { packageFolder: undefined, folders: [broken, old, old] };
    await expect(findBinaries({ ...wanted, places: unfit })).rejects.toThrow(
      `found no programs that run here (${broken}/postgres does not run: no such library; PostgreSQL 14.9 in ${old}).`,
    );
  });

  test('may be of a version that is being developed', async () => {
    const beta = await fakePrograms('echo "postgres (PostgreSQL) 19beta1"');
    const places = { packageFolder: undefined, folders: [beta] };
    expect(await findBinaries({ places, major: 19, user, copyFolder: beta })).toMatchObject({ major: 19 });
  });
});

function only(folder: string) {
  return { packageFolder: folder, folders: [] };
}

async function copyWithoutLinks() {
  const copy = await createTemporaryFolder();
  await cp(packageFolder, copy, { recursive: true, verbatimSymlinks: true });
  await chmod(copy, 0o755);
  const list = await readFile(join(copy, 'native', 'pg-symlinks.json'), 'utf8');
  const links = JSON.parse(list) as readonly { source: string; target: string }[];
  for (const { target } of links) await rm(join(copy, target), { force: true });
  return { copy, links };
}

async function fakePrograms(script: string): Promise<string> {
  const folder = await createTemporaryFolder();
  await chmod(folder, 0o755);
  for (const name of ['postgres', 'initdb']) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return folder;
}
