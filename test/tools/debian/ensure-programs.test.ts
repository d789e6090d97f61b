import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ensurePrograms } from '../../../tools/debian/ensure-programs.ts';
import type { Places } from '../../../tools/debian/places.ts';
import { writeScript } from '../../support/fake-program.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

interface FakeDebian {
  readonly places: Places;
  /** What `apt-get` was asked for: its first argument that is no option, call by call. */
  calls(): Promise<string[]>;
}

/** Puts an `apt-get` and a `dpkg-deb` on the PATH; by default they work, and any package is a redis-server. */
async function createFakeDebian(scripts: { download?: string; simulate?: string } = {}): Promise<FakeDebian> {
  const folder = await createTemporaryFolder();
  const log = join(folder, 'calls');
  await writeFile(log, '');
  await writeScript(
    join(folder, 'fake/apt-get'),
    'own=; while [ "$1" = -o ]; do',
    'case "$2" in Dir::State::Lists=*) own=$(echo "$2" | cut -d= -f2) ;; esac; shift 2',
    'done',
    `echo "$1" >> '${log}'`,
    'case "$1" in',
    `install) ${scripts.simulate ?? 'echo "Inst redis-server (5:7.0 Debian:12 [amd64])"'} ;;`,
    'update) echo > "$own/mirror_Packages" ;;',
    `download) ${scripts.download ?? 'echo > redis.deb'} ;;`,
    'esac',
  );
  await writeScript(
    join(folder, 'fake/dpkg-deb'),
    '[ "$1" = -x ] || exit 0',
    'mkdir -p "$3/usr/bin" && cp "$0" "$3/usr/bin/redis-server"',
  );
  vi.stubEnv('PATH', [join(folder, 'fake'), '/usr/bin', '/bin'].join(delimiter));
  return {
    places: { machineFolders: [], cacheFolder: join(folder, 'cache') },
    calls: async () => (await readFile(log, 'utf8')).split('\n').filter(line => /^[a-z]/.test(line)),
  };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('ensurePrograms', () => {
  test('unpacks a missing package into the cache, and does nothing when it is there', async () => {
    const debian = await createFakeDebian();
    const first = await ensurePrograms(['redis-server'], { places: debian.places });
    expect(first.missing).toEqual([]);
    expect(first.found[0]?.path).toBe(join(debian.places.cacheFolder, 'redis-server/usr/bin/redis-server'));
    expect(await debian.calls()).toEqual(['install', 'download']);
    expect((await ensurePrograms(['redis-server'], { places: debian.places })).found).toHaveLength(1);
    expect(await debian.calls()).toEqual(['install', 'download']);
  });

  test('fetches a package once when several ask at the same time', async () => {
    const debian = await createFakeDebian({ download: 'sleep 0.3; echo > redis.deb' });
    const reports = await Promise.all(
      [1, 2, 3].map(() => ensurePrograms(['redis-server'], { places: debian.places })),
    );
    expect(reports.map(report => report.found.length)).toEqual([1, 1, 1]);
    expect((await debian.calls()).filter(call => call === 'download')).toHaveLength(1);
  });

  test('takes over the lock of a process that died', async () => {
    const debian = await createFakeDebian();
    await mkdir(debian.places.cacheFolder);
    // Above the highest process number of Linux.
    await writeFile(join(debian.places.cacheFolder, '.lock'), '4194305');
    expect((await ensurePrograms(['redis-server'], { places: debian.places })).found).toHaveLength(1);
  });

  test('fetches package lists of its own when those of the machine do not know the package', async () => {
    const debian = await createFakeDebian({
      simulate:
        '[ -n "$own" ] || { echo "E: Unable to locate package" >&2; exit 100; }; echo "Inst redis-server (1 x)"',
    });
    const report = await ensurePrograms(['redis-server'], { places: debian.places });
    expect(report.missing).toEqual([]);
    expect(await debian.calls()).toEqual(['install', 'update', 'install', 'download']);
  });

  test('reports a package that cannot be downloaded, with the reason, and leaves nothing behind', async () => {
    const debian = await createFakeDebian({ download: 'echo "E: Failed to fetch 404" >&2; exit 100' });
    const report = await ensurePrograms(['redis-server'], { places: debian.places });
    expect(report.found).toEqual([]);
    expect(report.missing).toEqual([
      {
        name: 'redis-server',
        reason: 'apt-get download: E: Failed to fetch 404',
        hint: expect.stringContaining('apt-get install redis-server'),
      },
    ]);
    expect(await readdir(debian.places.cacheFolder)).not.toContain('redis-server');
    expect(await readdir(join(debian.places.cacheFolder, '.work'))).toEqual([]);
  });

  test('reports programs as missing on a system without apt', async () => {
    const folder = await createTemporaryFolder();
    vi.stubEnv('PATH', folder);
    const places = { machineFolders: [], cacheFolder: join(folder, 'cache') };
    const report = await ensurePrograms(['promtool', 'amtool'], { places });
    expect(report.missing.map(({ name }) => name)).toEqual(['promtool', 'amtool']);
    expect(report.missing[0]?.reason).toContain('not a Debian system');
  });
});
