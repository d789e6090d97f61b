import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { loadWebConfig } from '../../src/config/index.ts';
import { makeCertificates } from '../support/certificates.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const programs = await requirePrograms('openssl');
const HASH = hashSync('summer', 4);

/** What a file with this text is read as, or refused for; the folder that it lies in is left out. */
async function read(yaml: string, folder?: string) {
  const place = folder ?? (await createTemporaryFolder());
  const file = join(place, 'web.yml');
  await writeFile(file, yaml);
  try {
    return loadWebConfig(file);
  } catch (error) {
    return (error as Error).message.replaceAll(`${place}/`, '');
  }
}

const ADVICE = 'Correct it; docs/configuration.md lists all settings. [CONFIG_INVALID]';

describe('a web configuration file', () => {
  it('may be missing, or empty: plain HTTP for everybody', async () => {
    const open = { tls: undefined, users: {} };
    expect(loadWebConfig(undefined)).toEqual(open);
    expect(await read('')).toEqual(open);
  });

  it('names users by the hashes of their passwords', async () => {
    expect(await read(`basic_auth_users: { ann: ${HASH} }`)).toEqual({
      tls: undefined,
      users: { ann: HASH },
    });
  });

  it.each([
    [
      'basic_auth_user: {}',
      `web.yml:1:1, basic_auth_user: expected basic_auth_users (did you mean that?), found the unknown key basic_auth_user. ${ADVICE}`,
    ],
    [
      'tls_server_config: { cert_fil: a, cert_file: a, key_file: b }',
      `web.yml:1:22, tls_server_config.cert_fil: expected cert_file (did you mean that?), found the unknown key cert_fil. ${ADVICE}`,
    ],
    [
      'basic_auth_users: { ann: summer }',
      `web.yml:1:21, basic_auth_users.ann: expected a hash by bcrypt; aiwatch secrets --web makes one, found [redacted]. ${ADVICE}`,
    ],
    [
      'tls_server_config: { cert_file: a, key_file: b, min_version: TLS10 }',
      `web.yml:1:49, tls_server_config.min_version: expected TLS12 (did you mean that?), found "TLS10" (string). ${ADVICE}`,
    ],
    [
      'tls_server_config: { cert_file: a, key_file: b, min_version: TLS13, max_version: TLS12 }',
      'expected min_version not above max_version',
    ],
    [
      'tls_server_config: { cert_file: a, key_file: b, client_ca_file: c }',
      'expected client_ca_file together',
    ],
    ['tls_server_config: { cert_file: a }', 'tls_server_config.key_file: expected text, found nothing'],
    [
      'tls_server_config: { cert_file: a, key_file: b }',
      'web.yml:1:22, tls_server_config.cert_file: expected a readable file, found ENOENT',
    ],
    ['tls_server_config: [', 'web.yml:1:21: expected valid YAML'],
  ])('%s is refused', async (yaml, message) => {
    expect(await read(yaml)).toContain(message);
  });

  it('that is not there is refused', () => {
    expect(() => loadWebConfig('/nowhere/web.yml')).toThrow(
      'server.webConfigFile /nowhere/web.yml: expected a readable file, found ENOENT.',
    );
  });
});

describe.skipIf(programs.skip)('a web configuration file with a certificate', () => {
  const YAML = 'tls_server_config: { cert_file: server.crt, key_file: server.key }';

  it('is read from its own folder', async () => {
    const folder = await createTemporaryFolder();
    await makeCertificates(folder);
    expect(await read(YAML, folder)).toMatchObject({
      tls: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', requestCert: false },
    });
    const strict = `tls_server_config: { cert_file: server.crt, key_file: server.key, min_version: TLS13,
      client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt }`;
    expect(await read(strict, folder)).toMatchObject({
      tls: { minVersion: 'TLSv1.3', requestCert: true, rejectUnauthorized: true },
    });
  });

  it('is refused where the key is that of another certificate, or is none', async () => {
    const folder = await createTemporaryFolder();
    await makeCertificates(folder);
    expect(await read(YAML.replace('server.key', 'ca.key'), folder)).toMatch(
      /tls_server_config: expected certificates in PEM and the key of the first, found .*mismatch/,
    );
    await writeFile(join(folder, 'server.key'), 'nonsense');
    expect(await read(YAML, folder)).toContain('the key of the first, found');
  });
});
