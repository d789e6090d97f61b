import { rm, stat } from 'node:fs/promises';
import { AiwatchError } from '../../errors.ts';
import { type FileLock, lockFile } from '../../file-lock.ts';
import { awaitReady, type EmbeddedConnection } from './await-ready.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { type ClusterPaths, clusterPaths, readMajor } from './cluster-paths.ts';
import { createCluster, loadPassword, SUPERUSER } from './create-cluster.ts';
import { stopOrphan } from './orphan.ts';
import { type BinaryPlaces, findPlaces } from './places.ts';
import { type Postmaster, type PostmasterOptions, spawnPostmaster } from './postmaster.ts';
import { makeSocketFolder, prepareFolders } from './prepare-folders.ts';
import { SOCKET_PORT } from './settings.ts';
import { startError } from './start-error.ts';
import { type Supervisor, supervise } from './supervisor.ts';
import { findSystemUser, type SystemUser } from './system-user.ts';

/** Options of the embedded PostgreSQL. */
export interface EmbeddedPostgresqlOptions {
  /** Data directory of aiwatch; the cluster is in `postgresql/` below it. Made if it is not there. */
  readonly dataDir: string;
  /** Told what is done, a line at a time. */
  readonly onNotice: (line: string) => void;
  /** Told when the server died (STORE_SERVER_ENDED; it is being started again), and of every restart that failed. */
  readonly onProblem: (error: AiwatchError) => void;
  /** Where its programs are looked for. Default: the npm package, then the machine. */
  readonly places?: BinaryPlaces;
}

/** A PostgreSQL of our own that runs. */
export interface EmbeddedPostgresql {
  /** For `new pg.Pool(connection)`. It stays the same over restarts of the server. */
  readonly connection: EmbeddedConnection;
  /** E.g. `18.4`. */
  readonly version: string;
  /** Folder of its programs: `postgres` and `initdb`, and `pg_dump` only where PostgreSQL is installed. */
  readonly binariesFolder: string;
  /** Process id; undefined while it is being started again. */
  readonly pid: () => number | undefined;
  /** Shuts it down in good order (at most a minute) and frees the directory. Again and again does no harm. */
  stop(): Promise<void>;
}

const DATABASE = 'aiwatch';

/**
 * Starts PostgreSQL on the cluster in the data directory, which the first start makes, and keeps it running. It is
 * reached by a local socket only. Throws STORE_LOCKED, STORE_BINARIES_MISSING, STORE_VERSION_OTHER, STORE_USER_MISSING,
 * STORE_FOLDER_UNUSABLE, STORE_DISK_FULL or STORE_START_FAILED; nothing is left running then.
 */
export async function startEmbeddedPostgresql(
  options: EmbeddedPostgresqlOptions,
): Promise<EmbeddedPostgresql> {
  const paths = clusterPaths(options.dataDir);
  try {
    const user = await findOwner(paths);
    await prepareFolders(paths, user);
    const lock = await lockCluster(paths, options.onNotice);
    try {
      return await startLocked(options, paths, user, lock.release);
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw startError(paths.folder, error);
  }
}

/** Throws STORE_LOCKED. */
function lockCluster({ lock, folder }: ClusterPaths, onNotice: (line: string) => void): Promise<FileLock> {
  return lockFile(lock, {
    lockedError: found => new AiwatchError('STORE_LOCKED', { where: lock, found }),
    onWait: holder => onNotice(`waiting until it is certain that ${holder} is gone, which had ${folder}`),
  });
}

/** The one whom the cluster belongs to, where we may choose. */
async function findOwner({ data }: ClusterPaths): Promise<SystemUser | undefined> {
  const user = findSystemUser();
  const owner = user && (await stat(data).catch(() => undefined));
  return owner === undefined || owner.uid === 0 ? user : { uid: owner.uid, gid: owner.gid };
}

async function startLocked(
  options: EmbeddedPostgresqlOptions,
  paths: ClusterPaths,
  user: SystemUser | undefined,
  release: () => Promise<void>,
): Promise<EmbeddedPostgresql> {
  const { onNotice, onProblem } = options;
  const major = await readMajor(paths);
  const places = options.places ?? findPlaces();
  const binaries = await findBinaries({ places, major, user, copyFolder: paths.folder });
  if (major === undefined) await announceAndCreate(paths, binaries, user, onNotice);
  const orphan = await stopOrphan(paths);
  if (orphan !== undefined)
    onNotice(`stopped PostgreSQL (process ${orphan}), left behind by a server that was killed`);
  const socket = await makeSocketFolder(paths, user);
  const connection: EmbeddedConnection = {
    host: socket.folder,
    port: SOCKET_PORT,
    user: SUPERUSER,
    password: await loadPassword(paths),
    database: DATABASE,
  };
  const postmaster = { binaries, data: paths.data, socketFolder: socket.folder, user };
  const supervisor = await supervise({
    where: paths.data,
    run: signal => runUntilReady(postmaster, connection, onNotice, signal),
    onNotice,
    onProblem,
  });
  onNotice(`PostgreSQL ${binaries.version} runs (process ${supervisor.pid()}), its data is in ${paths.data}`);
  const stop = createStop(supervisor, socket.isTemporary ? socket.folder : undefined, release);
  const { version, folder: binariesFolder } = binaries;
  return { connection, version, binariesFolder, pid: supervisor.pid, stop };
}

async function announceAndCreate(
  paths: ClusterPaths,
  binaries: Binaries,
  user: SystemUser | undefined,
  onNotice: (line: string) => void,
): Promise<void> {
  onNotice(`making a PostgreSQL ${binaries.version} cluster in ${paths.data}; this is done once`);
  await createCluster(paths, binaries, user);
}

async function runUntilReady(
  options: PostmasterOptions,
  connection: EmbeddedConnection,
  onNotice: (line: string) => void,
  signal: AbortSignal,
): Promise<Postmaster> {
  const postmaster = spawnPostmaster(options);
  try {
    await awaitReady(options.data, postmaster, connection, onNotice, signal);
    return postmaster;
  } catch (error) {
    if (postmaster.end() === undefined) await postmaster.stop(0);
    throw error;
  }
}

function createStop(
  supervisor: Supervisor,
  temporaryFolder: string | undefined,
  release: () => Promise<void>,
): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    if (temporaryFolder !== undefined) await rm(temporaryFolder, { recursive: true, force: true });
    await release();
  };
  return () => {
    stopped ??= stop();
    return stopped;
  };
}
