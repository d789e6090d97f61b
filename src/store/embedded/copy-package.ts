import { chmod, cp, lstat, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SystemUser } from './system-user.ts';

/**
 * Copies the programs of the npm package (60 MB) beside the cluster, for when PostgreSQL's user cannot enter the folder
 * that they are installed in (as below /root), or it takes no links. A copy that is there already is used; one of
 * another version is removed. Returns the folder.
 * @param target Where to; its name holds the version.
 */
export async function copyPackage(
  packageFolder: string,
  target: string,
  user: SystemUser | undefined,
): Promise<string> {
  await removeOthers(target);
  const isThere = await lstat(target).then(
    () => true,
    () => false,
  );
  if (isThere) return target;
  const unfinished = `${target}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(join(packageFolder, 'native'), join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  // Ours, and so not to be changed by the database; another user only needs to read and run it.
  if (user !== undefined) await chmod(unfinished, 0o755);
  await rename(unfinished, target);
  return target;
}

async function removeOthers(target: string): Promise<void> {
  const [folder, wanted] = [dirname(target), basename(target)];
  const others = (await readdir(folder)).filter(name => name.startsWith('binaries-') && name !== wanted);
  for (const name of others) await rm(join(folder, name), { recursive: true, force: true });
}
