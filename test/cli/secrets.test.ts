import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretsCommand } from '../../src/cli/secrets.ts';

let parent: string;
let dir: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'aiwatch-secrets-'));
  dir = join(parent, 'secrets');
});
afterEach(() => rm(parent, { recursive: true }));

async function makeSecrets() {
  const printed: string[] = [];
  await secretsCommand.run(['--dir', dir], { env: {}, print: line => printed.push(line) });
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

  it('keeps what is there, and never prints a secret', async () => {
    await makeSecrets();
    await writeFile(join(dir, 'metrics-token'), 'mine');
    const printed = await makeSecrets();
    expect(await readFile(join(dir, 'metrics-token'), 'utf8')).toBe('mine');
    expect(printed).toHaveLength(5);
    expect(printed.filter(line => !line.startsWith(`kept ${dir}/`))).toEqual([]);
  });
});
