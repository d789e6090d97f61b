import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hash } from 'bcryptjs';
import { stringify } from 'yaml';
import { SECRET_FILES } from '../../config/index.ts';
import { AiwatchError, reasonOf } from '../../errors.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';

const OPTIONS = {
  dir: { type: 'string', default: 'secrets' },
  web: { type: 'boolean', default: false },
  user: { type: 'string', default: 'aiwatch' },
} as const;

/** Bytes of the token that aiwatch makes up: 256 bits, beyond guessing. */
const TOKEN_BYTES = 32;

/** Cost of the hashes by bcrypt: the usual one. The password is beyond guessing anyway. */
const BCRYPT_COST = 10;

/** The folder is closed to others; its files are readable, because containers mount them one by one as other users. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o644;
/** All rights of those who are neither the owner nor of the group. */
const OTHERS = 0o007;

/** What a folder of secrets holds: files made here, and by deploy/security/make-certificates.sh. */
const OURS: ReadonlySet<string> = new Set([
  ...Object.values(SECRET_FILES),
  ...['ca.key', 'server.crt', 'server.key'],
]);

interface SecretFile {
  readonly name: string;
  readonly content: string;
  readonly note: string;
}

const randomToken = () => randomBytes(TOKEN_BYTES).toString('base64url');

function listSecretFiles(): readonly SecretFile[] {
  return [
    { name: SECRET_FILES.metricsToken, content: randomToken(), note: 'made up; scrapes send it' },
    {
      name: SECRET_FILES.postgresPassword,
      content: randomToken(),
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
    if (reasonOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A user name that needs no quoting anywhere, and has no colon, which ends it in HTTP. */
const USER_NAME = /^[\w.@-]+$/;

/** What servers with TLS and a password read; the certificates are made by deploy/security/make-certificates.sh. */
function buildWebConfig(user: string, passwordHash: string): string {
  return stringify({
    tls_server_config: { cert_file: 'server.crt', key_file: 'server.key', min_version: 'TLS12' },
    basic_auth_users: { [user]: passwordHash },
  });
}

/** The password as it is in its file; made up where there is none. */
async function makePassword(file: string, print: CommandContext['print']): Promise<string> {
  const isNew = await createFile(file, randomToken());
  print(isNew ? `wrote ${file} (made up; those who read metrics send it)` : `kept ${file}`);
  return (await readFile(file, 'utf8')).trim();
}

/** A password, and a web configuration file that knows its hash. */
async function makeWebSecrets(dir: string, user: string, print: CommandContext['print']): Promise<void> {
  const password = await makePassword(join(dir, SECRET_FILES.webPassword), print);
  const file = join(dir, SECRET_FILES.webConfig);
  const isNew = await createFile(file, buildWebConfig(user, await hash(password, BCRYPT_COST)));
  print(isNew ? `wrote ${file} (TLS, and the password of ${user} by its hash)` : `kept ${file}`);
}

function checkUser(user: string): void {
  if (USER_NAME.test(user)) return;
  throw new AiwatchError('COMMAND_USAGE', {
    where: 'aiwatch secrets --user',
    expected: 'a name of letters, digits, _, ., @ and -',
    found: user,
  });
}

/**
 * Makes the folder, for its owner only. One that is there is closed to everybody but its group, which may be that of the
 * servers; unless it holds other things, which others may have to get at.
 */
async function makeFolder(dir: string, print: CommandContext['print']): Promise<void> {
  const isNew = (await mkdir(dir, { recursive: true })) !== undefined;
  if (isNew) return chmod(dir, FOLDER_MODE);
  const { mode } = await stat(dir);
  if ((mode & OTHERS) === 0) return;
  const isOurs = (await readdir(dir)).every(name => OURS.has(name));
  if (isOurs) return chmod(dir, mode & ~OTHERS);
  print(`left ${dir} open to others, as it holds more than secrets: chmod o-rwx closes it`);
}

/** Makes the files that are not there yet. Throws COMMAND_USAGE. */
export async function makeSecrets(args: readonly string[], { print }: CommandContext): Promise<number> {
  const { dir, web, user } = parseOptions('secrets', args, OPTIONS);
  checkUser(user);
  await makeFolder(dir, print);
  for (const { name, content, note } of listSecretFiles()) {
    const file = join(dir, name);
    print((await createFile(file, content)) ? `wrote ${file} (${note})` : `kept ${file}`);
  }
  if (web) await makeWebSecrets(dir, user, print);
  return 0;
}
