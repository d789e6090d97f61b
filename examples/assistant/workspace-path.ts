import { join } from 'node:path';
import { AssistantError } from './errors.ts';

const MAX_PATH_LENGTH = 400;
const MAX_NAME_LENGTH = 100;
const MAX_DEPTH = 10;

/**
 * Where in the folder `root` the file `path` lies. Throws a 400 AssistantError for everything that is not a plain
 * relative path with forward slashes: nothing leads out of the folder, and nothing into a git directory, whose
 * configuration names programs that git runs.
 */
export function resolveInside(root: string, path: string): string {
  const names = path.split('/');
  if (path.length > MAX_PATH_LENGTH || names.length > MAX_DEPTH || !names.every(isPlainName)) {
    throw buildPathError();
  }
  return join(root, ...names);
}

/** The refusal of a path, whatever is wrong with it. */
export function buildPathError(): AssistantError {
  return new AssistantError(400, 'path_invalid', 'The path does not name a file of the workspace.');
}

function isPlainName(name: string): boolean {
  return (
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    name.length <= MAX_NAME_LENGTH &&
    !/^\.git$/i.test(name) &&
    // Control characters, and what separates paths or names drives and streams elsewhere.
    !/[\p{Cc}\\:]/u.test(name)
  );
}
