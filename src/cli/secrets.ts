import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECRET_FILES } from '../bundle/index.ts';
import type { Command } from './command.ts';
import { parseOptions } from './parse-options.ts';

const OPTIONS = { dir: { type: 'string', default: 'secrets' } } as const;

/** Bytes of the token that aiwatch makes up: 256 bits, beyond guessing. */
const TOKEN_BYTES = 32;

/** The folder is closed to others; its files are readable, because containers mount them one by one as other users. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o644;

interface SecretFile {
  readonly name: string;
  readonly content: string;
  readonly note: string;
}

function listSecretFiles(): readonly SecretFile[] {
  const random = () => randomBytes(TOKEN_BYTES).toString('base64url');
  return [
    { name: 'metrics-token', content: random(), note: 'made up; scrapes send it' },
    {
      name: 'postgres-password',
      content: random(),
      note: 'made up; for the PostgreSQL of docker-compose.yml',
    },
    { name: SECRET_FILES.slack, content: '', note: 'empty: put the URL of a Slack webhook in' },
    { name: SECRET_FILES.pagerDuty, content: '', note: 'empty: put an integration key of PagerDuty in' },
    { name: SECRET_FILES.smtp, content: '', note: 'empty: put the password of the mail account in' },
  ];
}

/** Writes a file that is not there yet; what is there stays as it is. */
async function createFile(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: 'wx', mode: FILE_MODE });
    await chmod(file, FILE_MODE);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** `aiwatch secrets`: makes the secret files that docker-compose.yml and Alertmanager need, and keeps those there are. */
export const secretsCommand: Command = {
  name: 'secrets',
  summary: 'Make the secret files that docker-compose.yml and Alertmanager need; those there are stay.',
  usage: '[--dir secrets]',
  async run(args, { print }) {
    const { dir } = parseOptions('secrets', args, OPTIONS);
    await mkdir(dir, { recursive: true });
    await chmod(dir, FOLDER_MODE);
    for (const { name, content, note } of listSecretFiles()) {
      const file = join(dir, name);
      print((await createFile(file, content)) ? `wrote ${file} (${note})` : `kept ${file}`);
    }
    return 0;
  },
};
