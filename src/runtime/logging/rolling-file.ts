import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A stream of pino's that writes in the background (sonic-boom), as far as it is used here. */
export interface LogStream {
  write(line: string): unknown;
  flush(done?: (error?: Error) => void): void;
  end(): void;
  destroy(): void;
  on(event: 'error' | 'drop' | 'close', listener: (value: unknown) => void): unknown;
}

interface RollOptions {
  readonly file: string;
  readonly size: string;
  readonly extension: string;
  readonly limit: { readonly count: number; readonly removeOtherLogFiles: boolean };
  readonly maxLength: number;
  /** Of each file that it makes. */
  readonly mode: number;
}

/** A module of CommonJS without types. */
const roll = createRequire(import.meta.url)('pino-roll') as (options: RollOptions) => Promise<LogStream>;

/** Lines that wait while the disk is slow, or full; beyond, they are dropped. */
const MAX_WAITING_CHARACTERS = 4 * 1024 * 1024;

/** Lines name people and their sessions: nobody else on the machine reads them. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

export interface RollingFileConfig {
  readonly dir: string;
  /** Bytes after which a new file is begun. */
  readonly fileSizeBytes: number;
  /** Files that are kept, the current one included; at least 2. */
  readonly fileCount: number;
}

/** Opens `<dir>/aiwatch.<number>.log`, the highest number being the newest. Rejects where the folder cannot be made. */
export async function openRollingFile({
  dir,
  fileSizeBytes,
  fileCount,
}: RollingFileConfig): Promise<LogStream> {
  await mkdir(dir, { recursive: true, mode: FOLDER_MODE });
  return roll({
    file: join(dir, 'aiwatch'),
    extension: '.log',
    size: `${fileSizeBytes}b`,
    // Together with files of earlier runs the count includes the current one.
    limit: { count: fileCount, removeOtherLogFiles: true },
    maxLength: MAX_WAITING_CHARACTERS,
    mode: FILE_MODE,
  });
}
