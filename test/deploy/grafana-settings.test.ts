import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;

const FOLDER = 'deploy/security/grafana/';

/** Sections, keys and values of an ini file; throws at a line that is none, and at a key that is there twice. */
function parseIni(text: string): Sections {
  const sections: Record<string, Record<string, string>> = {};
  let section: Record<string, string> | undefined;
  for (const line of text.split('\n').filter(each => each !== '' && !each.startsWith(';'))) {
    const name = /^\[([\w.]+)\]$/.exec(line)?.[1];
    const [, key = '', value = ''] = /^(\w+) = (.+)$/.exec(line) ?? [];
    if (name !== undefined && sections[name] === undefined) {
      section = sections[name] = {};
    } else if (section !== undefined && key !== '' && section[key] === undefined) {
      section[key] = value;
    } else {
      throw new Error(`not a section, or key = value, or not for the first time: ${line}`);
    }
  }
  return sections;
}

/** The tables of a TOML file, in order; of TOML as much as JSON has, too. */
function parseToml(text: string): readonly { readonly table: string; readonly values: object }[] {
  const tables: { table: string; values: Record<string, unknown> }[] = [];
  for (const line of text.split('\n').filter(each => each !== '' && !each.startsWith('#'))) {
    const table = /^\[{1,2}([\w.]+)\]{1,2}$/.exec(line)?.[1];
    const [, key = '', value = ''] = /^(\w+) = (.+)$/.exec(line) ?? [];
    if (table !== undefined) tables.push({ table, values: {} });
    else Object.assign(tables.at(-1)?.values ?? {}, { [key]: JSON.parse(value) as unknown });
  }
  return tables;
}

const ini = parseIni(await readFile(`${FOLDER}grafana.ini`, 'utf8'));
const ldap = parseToml(await readFile(`${FOLDER}ldap.toml`, 'utf8'));

describe('the settings of Grafana', () => {
  it('hold no secret: those are in files', () => {
    const secrets = Object.values(ini).flatMap(section =>
      Object.entries(section).filter(([key]) => /password|secret/.test(key)),
    );
    expect(secrets).toHaveLength(3);
    expect(secrets.filter(([, value]) => !/^\$__file\{\/run\/secrets\/[\w-]+\}$/.test(value))).toEqual([]);
    expect(ldap[0]?.values).toMatchObject({ bind_password: '$__file{/run/secrets/grafana-ldap-password}' });
  });

  it('let nobody in without an account, and nobody make one', () => {
    expect(ini['auth.anonymous']).toEqual({ enabled: 'false' });
    expect(ini['users']).toMatchObject({ allow_sign_up: 'false', auto_assign_org_role: 'Viewer' });
    expect(ini['public_dashboards']).toEqual({ enabled: 'false' });
    expect(ini['security']).toMatchObject({ cookie_secure: 'true', allow_embedding: 'false' });
  });

  it('give the three roles by group, and none to others, by OIDC as by LDAP', () => {
    const oauth = ini['auth.generic_oauth'] ?? {};
    const byOidc = [...(oauth['role_attribute_path'] ?? '').matchAll(/'(monitoring-\w+)'\) && '(\w+)'/g)];
    const byLdap = ldap.filter(({ table }) => table === 'servers.group_mappings');
    const roles = ['Admin', 'Editor', 'Viewer'];
    expect(byOidc.map(([, , role]) => role)).toEqual(roles);
    expect(oauth['role_attribute_strict']).toBe('true');
    expect(oauth['role_attribute_path']).toMatch(/'Viewer'$/);
    expect(byLdap.map(({ values }) => values)).toMatchObject(
      byOidc.map(([, group, role]) => ({
        group_dn: `cn=${group},ou=groups,dc=example,dc=com`,
        org_role: role,
      })),
    );
  });

  it('ask LDAP by TLS, and check its certificate', () => {
    expect(ldap[0]).toMatchObject({
      table: 'servers',
      values: { use_ssl: true, ssl_skip_verify: false, search_base_dns: ['ou=people,dc=example,dc=com'] },
    });
  });

  it('let everybody look at the folder of the dashboards, and nobody else change it', async () => {
    const text = await readFile(`${FOLDER}folder-permissions.json`, 'utf8');
    const { items } = JSON.parse(text) as { items: readonly { role: string; permission: number }[] };
    // 1 is to view, 2 to edit, 4 to administer; administrators have all rights anyway.
    expect(items).toEqual([
      { role: 'Viewer', permission: 1 },
      { role: 'Editor', permission: 1 },
    ]);
  });
});
