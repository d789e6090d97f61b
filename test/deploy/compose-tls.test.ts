import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { secretsCommand } from '../../src/cli/secrets.ts';
import { makeCertificates } from '../support/certificates.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

interface Compose {
  readonly services: Readonly<
    Record<string, { readonly command?: readonly string[]; readonly secrets?: readonly string[] }>
  >;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const load = async (file: string) => parse(await readFile(file, 'utf8'), { merge: true }) as Compose;
const base = await load('docker-compose.yml');
const tls = await load('deploy/security/docker-compose.tls.yml');
const programs = await requirePrograms('openssl');
const WEB = '--web.config.file=/run/secrets/web.yml';

it('changes services that there are, and of their commands no more than the web configuration file', () => {
  for (const [name, { command }] of Object.entries(tls.services)) {
    expect(Object.keys(base.services)).toContain(name);
    if (command === undefined) continue;
    const plain = command
      .filter(argument => argument !== WEB)
      .map(argument => argument.replace('=https://', '=http://'));
    expect(plain).toEqual(base.services[name]?.command ?? []);
    expect(command).toContain(WEB);
  }
});

it.skipIf(programs.skip)(
  'mounts secrets that are declared, and that the steps of docs/security.md make',
  async () => {
    const names = Object.values(tls.services).flatMap(({ secrets = [] }) => secrets);
    expect([...new Set(names)].sort()).toEqual(Object.keys(tls.secrets).sort());
    const folder = await createTemporaryFolder();
    await secretsCommand.run(['--dir', join(folder, 'secrets'), '--web'], {
      env: {},
      print: () => undefined,
    });
    await makeCertificates(join(folder, 'secrets'));
    for (const { file } of Object.values(tls.secrets)) {
      await expect(access(join(folder, file))).resolves.toBeUndefined();
    }
  },
);
