import { chmod, chown, mkdir, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AiwatchError } from '../../errors.ts';
import type { ClusterPaths } from './cluster-paths.ts';
import { runProgram } from './run-program.ts';
import { SOCKET_PORT } from './settings.ts';
import type { SystemUser } from './system-user.ts';

/** Longest path of a local socket, in bytes: `sun_path` has 104 on macOS, 108 on Linux, and ends with a zero. */
const LONGEST_SOCKET_PATH_BYTES = 103;
const CHECK_TIMEOUT_MS = 10_000;

/**
 * Makes the folders of the cluster. Where PostgreSQL runs as another user, that one gets the right to pass through
 * them, and through no other. Throws STORE_FOLDER_UNUSABLE if a folder above is closed to that user.
 */
export async function prepareFolders(paths: ClusterPaths, user: SystemUser | undefined): Promise<void> {
  // What is above the data directory is not ours to close.
  await mkdir(dirname(dirname(paths.folder)), { recursive: true });
  await mkdir(paths.folder, { recursive: true, mode: 0o700 });
  if (user === undefined) return;
  await letPass(dirname(paths.folder), user);
  await letPass(paths.folder, user);
  if (await canEnter(paths.folder, user)) return;
  throw new AiwatchError('STORE_FOLDER_UNUSABLE', {
    where: paths.folder,
    expected: `a folder that user ${user.uid} may enter, whom PostgreSQL runs as since this process is root`,
    found: 'a folder above that is closed to others',
  });
}

/** A new folder for the cluster's user alone; of no effect if it is there. */
export async function makePrivateFolder(folder: string, user: SystemUser | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if (user !== undefined) await chown(folder, user.uid, user.gid);
}

/**
 * Makes the private folder of the socket: beside the cluster, or below the system's folder for temporary files where
 * that path is too long. `isTemporary` says which.
 */
export async function makeSocketFolder(
  paths: ClusterPaths,
  user: SystemUser | undefined,
): Promise<{ readonly folder: string; readonly isTemporary: boolean }> {
  const socket = join(paths.socket, `.s.PGSQL.${SOCKET_PORT}`);
  const isTemporary = Buffer.byteLength(socket) > LONGEST_SOCKET_PATH_BYTES;
  const folder = isTemporary ? await mkdtemp(join(tmpdir(), 'aiwatch-')) : paths.socket;
  await makePrivateFolder(folder, user);
  return { folder, isTemporary };
}

/** Lets the user's group go through a folder of ours, without seeing what is in it. */
async function letPass(folder: string, user: SystemUser): Promise<void> {
  if (await canEnter(folder, user)) return;
  const { uid, mode } = await stat(folder);
  await chown(folder, uid, user.gid);
  await chmod(folder, mode | 0o010);
}

/** Asks as that user, since modes do not say everything (access control lists, mounts). */
async function canEnter(folder: string, user: SystemUser): Promise<boolean> {
  const { exitCode } = await runProgram(
    '/bin/sh',
    ['-c', 'test -x "$1"', 'sh', folder],
    user,
    CHECK_TIMEOUT_MS,
  );
  return exitCode === 0;
}
