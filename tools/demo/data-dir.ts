import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The right of everybody to go through a folder. */
const OTHERS_MAY_PASS = 0o001;
const NAME_LENGTH = 8;

/**
 * Where the aiwatch server of a demo keeps its data: the wanted folder, unless this process is root and a folder above
 * is closed to others, as /root is. PostgreSQL, which then runs as another user, could not go in; it lies below the
 * folder for temporary files then.
 */
export async function findDataDir(wanted: string): Promise<string> {
  if (process.getuid?.() !== 0 || (await isOpen(dirname(wanted)))) return wanted;
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, NAME_LENGTH);
  const folder = join(tmpdir(), `aiwatch-demo-${name}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid } = await stat(folder);
  if (uid !== 0) throw new Error(`${folder} belongs to somebody else: please remove it`);
  console.log(`aiwatch keeps its data in ${folder}: as root, PostgreSQL cannot use ${wanted}`);
  return folder;
}

/** Whether everybody may go through a folder and those above. */
async function isOpen(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & OTHERS_MAY_PASS) === 0) return false;
  const above = dirname(folder);
  return above === folder || isOpen(above);
}
