import { randomBytes } from 'node:crypto';
import { chown, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AiwatchError, reasonOf } from '../../errors.ts';
import type { Binaries } from './binaries.ts';
import type { ClusterPaths } from './cluster-paths.ts';
import { makePrivateFolder } from './prepare-folders.ts';
import { runProgram } from './run-program.ts';
import { startError } from './start-error.ts';
import type { SystemUser } from './system-user.ts';

/** Name of the cluster's superuser. */
export const SUPERUSER = 'aiwatch';

const PASSWORD_BYTES = 32;
const INITDB_TIMEOUT_MS = 300_000;

/**
 * Makes the cluster: UTF-8, ordered by bytes, checksums on every page, a password for everybody. It gets its name only
 * when it is whole, so that an interrupted first start is just begun anew. Throws STORE_START_FAILED, STORE_DISK_FULL
 * or STORE_FOLDER_UNUSABLE.
 */
export async function createCluster(
  paths: ClusterPaths,
  binaries: Binaries,
  user: SystemUser | undefined,
): Promise<void> {
  await rm(paths.unfinished, { recursive: true, force: true });
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  await writeDurably(paths.password, password);
  await makePrivateFolder(paths.unfinished, user);
  const passwordFile = `${paths.unfinished}.password`;
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user !== undefined) await chown(passwordFile, user.uid, user.gid);
    await runInitdb(paths, binaries, user, passwordFile);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(paths.unfinished, paths.data);
  await syncFolder(paths.folder);
}

/** The superuser's password. Throws STORE_FOLDER_UNUSABLE if the file cannot be read. */
export async function loadPassword({ password }: ClusterPaths): Promise<string> {
  try {
    return await readFile(password, 'utf8');
  } catch (error) {
    throw new AiwatchError('STORE_FOLDER_UNUSABLE', {
      where: password,
      expected: 'the password that was made with the cluster',
      found: reasonOf(error),
      cause: error,
    });
  }
}

async function runInitdb(
  { unfinished }: ClusterPaths,
  binaries: Binaries,
  user: SystemUser | undefined,
  passwordFile: string,
): Promise<void> {
  const args = [
    ...['--pgdata', unfinished],
    ...['--username', SUPERUSER],
    ...['--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale', 'C'],
    ...['--data-checksums', '--no-instructions'],
  ];
  const program = join(binaries.folder, 'initdb');
  const { exitCode, output } = await runProgram(program, args, user, INITDB_TIMEOUT_MS);
  if (exitCode === 0) return;
  await rm(unfinished, { recursive: true, force: true });
  throw startError(
    unfinished,
    `initdb, ended with ${exitCode === null ? 'a signal' : `code ${exitCode}`}`,
    output,
  );
}

async function writeDurably(file: string, text: string): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, text, { mode: 0o600, flush: true, flag: 'wx' });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
