import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Monitoring } from 'aiwatch';
import { AssistantError } from './errors.ts';

/** A kept state of a workspace. */
interface Version {
  /** The first twelve digits of the commit; also the name of its tag. */
  readonly id: string;
  readonly message: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** The versions of one workspace, newest first where there are several. An unknown id is a 404 AssistantError. */
export interface Versions {
  /** Keeps the workspace as it is and returns the id of the new version. */
  create(message: string): Promise<string>;
  list(): Promise<Version[]>;
  /** Makes the workspace what it was in that version; what is not in it is removed. */
  restore(id: string): Promise<void>;
  delete(id: string): Promise<void>;
}

// This repository and no other, even where another encloses it; and nothing of the machine's git configuration may
// change what is kept, or run a program.
const SETTINGS = [
  ['user.name', 'assistant'],
  ['user.email', 'assistant@localhost'],
  ['commit.gpgSign', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.autocrlf', 'false'],
].map(([key, value]) => ['-c', `${key}=${value}`]);
const OPTIONS = ['--git-dir=.git', '--work-tree=.', ...SETTINGS.flat()];

const ID = /^[0-9a-f]{12}$/;

/**
 * Keeps the versions of `folder` in a git repository there. The workspace is a folder within it, so that the repository
 * itself is out of the user's reach. One operation at a time: git locks its index.
 */
export function createVersions(monitoring: Monitoring, folder: string): Versions {
  const { run } = monitoring.createGit({ cwd: folder });
  const git = async (...args: string[]): Promise<string> => (await run([...OPTIONS, ...args])).stdout;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const mine = last.then(task);
    last = mine.catch(() => {});
    return mine;
  };
  let opened: Promise<void> | undefined;
  const open = (): Promise<void> => {
    opened ??= openRepository(folder, git).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  const list = async (): Promise<Version[]> => {
    await open();
    const format = '--format=%(refname:strip=2)%00%(contents:subject)%00%(creatordate:iso-strict)';
    const lines = (await git('for-each-ref', '--sort=-creatordate', format, 'refs/tags')).split('\n');
    return lines.filter(line => line !== '').map(parseVersion);
  };
  const requireVersion = async (id: string): Promise<void> => {
    if (!ID.test(id) || !(await list()).some(version => version.id === id)) {
      throw new AssistantError(404, 'version_unknown', 'There is no such version.');
    }
  };

  return {
    list: () => inTurn(list),
    create: message =>
      inTurn(async () => {
        await open();
        await git('add', '--all', '--force');
        await git('commit', '--quiet', '--allow-empty', '--cleanup=verbatim', `--message=${message}`);
        const id = (await git('rev-parse', '--short=12', 'HEAD')).trim().slice(0, 12);
        // Not `git tag`: aiwatch counts a commit and a tag each as a version made, and this is one version.
        await git('update-ref', `refs/tags/${id}`, 'HEAD');
        return id;
      }),
    restore: id =>
      inTurn(async () => {
        await requireVersion(id);
        // What git knows and the version does not have is removed: so let it know everything.
        await git('add', '--all', '--force');
        await git('restore', `--source=refs/tags/${id}`, '--staged', '--worktree', '--', '.');
      }),
    delete: id =>
      inTurn(async () => {
        await requireVersion(id);
        await git('tag', '--delete', id);
      }),
  };
}

async function openRepository(folder: string, git: (...args: string[]) => Promise<string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  // In every version, so that a version is never without files; and files are kept byte by byte.
  await writeFile(join(folder, '.gitattributes'), '* -text\n');
  await git('init', '--quiet');
}

function parseVersion(line: string): Version {
  const [id = '', message = '', createdAt = ''] = line.split('\0');
  return { id, message, createdAt };
}
