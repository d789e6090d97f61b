import { AiwatchError, type ErrorCode, isAiwatchError, reasonOf } from '../../errors.ts';

/** Signs of what is wrong, in the system's error codes and in what PostgreSQL writes (its messages are in English: LC_ALL=C). */
const SIGNS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/ENOSPC|EDQUOT|No space left on device|Disk quota exceeded|Check free disk space/, 'STORE_DISK_FULL'],
  [
    /EACCES|EPERM|ENOENT|EROFS|ENOTDIR|Permission denied|Operation not permitted|Read-only file system|Not a directory/,
    'STORE_FOLDER_UNUSABLE',
  ],
];

/** How many lines of PostgreSQL's output an error shows. */
const EXCERPT_LINES = 12;

/** The coded error for what went wrong at `where`; `output` is what PostgreSQL wrote. Coded errors stay as they are. */
export function startError(where: string, error: unknown, output = ''): AiwatchError {
  if (isAiwatchError(error)) return error;
  const reason = reasonOf(error);
  const code = SIGNS.find(([sign]) => sign.test(`${reason}\n${output}`))?.[1] ?? 'STORE_START_FAILED';
  const excerpt = output.trim().split('\n').slice(-EXCERPT_LINES).join('\n');
  return new AiwatchError(code, { where, found: reason, cause: error, ...(excerpt !== '' && { excerpt }) });
}
