import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare } from 'bcryptjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { secretsCommand } from '../../src/cli/secrets.ts';

let parent: string;
let dir: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'aiwatch-secrets-'));
  dir = join(parent, 'secrets');
});
afterEach(() => rm(parent, { recursive: true }));

async function makeSecrets(...more: readonly string[]) {
  const printed: string[] = [];
  await secretsCommand.run(['--dir', dir, ...more], { env: {}, print: line => printed.push(line) });
  return printed;
}

describe('aiwatch secrets', () => {
  it('makes up tokens, and leaves empty what only the user can know', async () => {
    await makeSecrets();
    expect(await readFile(join(dir, 'metrics-token'), 'utf8')).toMatch(/^[\w-]{43}$/);
    expect(await readFile(join(dir, 'slack-api-url'), 'utf8')).toBe('');
  });

  it('closes the folder to others, and leaves its files readable for containers', async () => {
    await makeSecrets();
    const modes = await Promise.all(
      [dir, join(dir, 'metrics-token')].map(async path => (await stat(path)).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o644]);
  });

  it.each([
    [0o755, 0o750],
    [0o750, 0o750],
    [0o700, 0o700],
  ])(
    'closes a folder of secrets that is there, but not to its group: %o becomes %o',
    async (before, after) => {
      await mkdir(dir);
      await writeFile(join(dir, 'server.key'), 'mine');
      await chmod(dir, before);
      await makeSecrets();
      expect((await stat(dir)).mode & 0o777).toBe(after);
    },
  );

  it('leaves one with other things as it is, as it may be that of a server, and says so', async () => {
    await mkdir(dir, { mode: 0o755 });
    await writeFile(join(dir, 'prometheus.yml'), '');
    const printed = await makeSecrets();
    expect((await stat(dir)).mode & 0o777).toBe(0o755);
    expect(printed[0]).toBe(
      `left ${dir} open to others, as it holds more than secrets: chmod o-rwx closes it`,
    );
  });

  it('keeps what is there, and never prints a secret', async () => {
    await makeSecrets();
    await writeFile(join(dir, 'metrics-token'), 'mine');
    const printed = await makeSecrets();
    expect(await readFile(join(dir, 'metrics-token'), 'utf8')).toBe('mine');
    expect(printed).toHaveLength(5);
    expect(printed.filter(line => !line.startsWith(`kept ${dir}/`))).toEqual([]);
  });
});

describe('aiwatch secrets --web', () => {
  const read = (name: string) => readFile(join(dir, name), 'utf8');
  const readUsers = async () =>
    (parse(await read('web.yml')) as { basic_auth_users: Record<string, string> }).basic_auth_users;

  it('makes a password up, and a web configuration file that knows it by its hash only', async () => {
    const printed = await makeSecrets('--web');
    const password = await read('web-password');
    expect(password).toMatch(/^[\w-]{43}$/);
    const { aiwatch } = await readUsers();
    expect(await compare(password, aiwatch ?? '')).toBe(true);
    expect(`${await read('web.yml')}${printed.join('')}`).not.toContain(password);
  });

  it('takes a password that is there, and the name of the user', async () => {
    await makeSecrets();
    await writeFile(join(dir, 'web-password'), 'chosen by hand\n');
    await makeSecrets('--web', '--user', 'prometheus');
    expect(await compare('chosen by hand', (await readUsers())['prometheus'] ?? '')).toBe(true);
  });

  it('keeps what is there', async () => {
    await makeSecrets('--web');
    const before = await read('web.yml');
    expect(await makeSecrets('--web')).toContain(`kept ${join(dir, 'web.yml')}`);
    expect(await read('web.yml')).toBe(before);
  });

  it('refuses a user that HTTP could not carry, before anything is made', async () => {
    await expect(makeSecrets('--web', '--user', 'a:b')).rejects.toThrow('[COMMAND_USAGE]');
    await expect(read('web.yml')).rejects.toThrow('ENOENT');
  });
});
