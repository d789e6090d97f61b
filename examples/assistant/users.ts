import { join } from 'node:path';
import type { Monitoring } from 'aiwatch';
import { createVersions, type Versions } from './versions.ts';
import { buildWorkspace, type Workspace } from './workspace.ts';

/** What belongs to one user, whatever the session. */
export interface User {
  readonly workspace: Workspace;
  readonly versions: Versions;
}

/** Ids of users, as a JSON schema's pattern: each names a folder, so there is nothing in them that means more in a path. */
export const USER_ID_PATTERN = '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$';

/** Finds users by id. Under `root` each has a folder: a git repository, with the workspace in its folder `files`. */
export function createUsers(monitoring: Monitoring, root: string): (userId: string) => User {
  const users = new Map<string, User>();
  return userId => {
    const folder = join(root, userId);
    const user = users.get(userId) ?? {
      workspace: buildWorkspace(monitoring, join(folder, 'files')),
      versions: createVersions(monitoring, folder),
    };
    users.set(userId, user);
    return user;
  };
}
