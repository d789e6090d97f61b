import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installPackages } from '../../../tools/debian/install.ts';
import { writeScript } from '../../support/fake-program.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

async function createFakeApt(
  ...lines: string[]
): Promise<{ aptGet: string; policyFile: string; seen: string }> {
  const folder = await createTemporaryFolder();
  const fake = {
    aptGet: join(folder, 'apt-get'),
    policyFile: join(folder, 'policy-rc.d'),
    seen: join(folder, 'seen'),
  };
  await writeScript(
    fake.aptGet,
    `'${fake.policyFile}'; echo "policy $?" > '${fake.seen}'; echo "$@" >> '${fake.seen}'`,
    ...lines,
  );
  return fake;
}

describe('installPackages', () => {
  test('forbids services to start while it installs, and only then', async () => {
    const fake = await createFakeApt();
    await installPackages(['redis-server'], fake);
    expect(await readFile(fake.seen, 'utf8')).toBe(
      'policy 101\ninstall -y --no-install-recommends redis-server\n',
    );
    expect(existsSync(fake.policyFile)).toBe(false);
  });

  test('leaves a policy that is there already as it is', async () => {
    const fake = await createFakeApt();
    await writeFile(fake.policyFile, '#!/bin/sh\nexit 7\n', { mode: 0o755 });
    await installPackages(['redis-server'], fake);
    expect(await readFile(fake.seen, 'utf8')).toContain('policy 7');
    expect(await readFile(fake.policyFile, 'utf8')).toBe('#!/bin/sh\nexit 7\n');
  });

  test('throws the error of apt-get and takes its policy away', async () => {
    const fake = await createFakeApt('echo "E: no space" >&2; exit 100');
    await expect(installPackages(['redis-server'], fake)).rejects.toThrow('apt-get install: E: no space');
    expect(existsSync(fake.policyFile)).toBe(false);
  });
});
