import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AiwatchError, reasonOf } from '../../errors.ts';

/** Where the embedded PostgreSQL keeps what. All of it is below `folder`. */
export interface ClusterPaths {
  readonly folder: string;
  /** PostgreSQL's own data directory. */
  readonly data: string;
  /** Where a cluster is made, to be renamed to `data` when it is whole. */
  readonly unfinished: string;
  /** Password of the superuser, mode 0600. */
  readonly password: string;
  readonly lock: string;
  /** Folder of the local socket, unless its path is too long for one. */
  readonly socket: string;
}

/** The paths for a data directory of aiwatch. */
export function clusterPaths(dataDir: string): ClusterPaths {
  const folder = join(resolve(dataDir), 'postgresql');
  return {
    folder,
    data: join(folder, 'data'),
    unfinished: join(folder, 'data.new'),
    password: join(folder, 'password'),
    lock: join(folder, 'lock'),
    socket: join(folder, 'socket'),
  };
}

/** Major version of the cluster that is there; undefined if there is none. Throws STORE_FOLDER_UNUSABLE. */
export async function readMajor({ data }: ClusterPaths): Promise<number | undefined> {
  const file = join(data, 'PG_VERSION');
  try {
    const major = Number.parseInt(await readFile(file, 'utf8'), 10);
    if (Number.isInteger(major)) return major;
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return undefined;
    throw new AiwatchError('STORE_FOLDER_UNUSABLE', { where: file, found: reasonOf(error), cause: error });
  }
  throw new AiwatchError('STORE_FOLDER_UNUSABLE', { where: file, found: 'no number in it' });
}

/** Whether a data directory of aiwatch has a cluster in it. Throws STORE_FOLDER_UNUSABLE. */
export async function hasCluster(dataDir: string): Promise<boolean> {
  return (await readMajor(clusterPaths(dataDir))) !== undefined;
}
