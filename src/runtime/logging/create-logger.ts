import { destination, type Level, type Logger, multistream, pino, stdTimeFunctions } from 'pino';
import { reasonOf } from '../../errors.ts';
import { currentContext } from '../../events/index.ts';
import { type LogStream, openRollingFile } from './rolling-file.ts';
import { scrubLine } from './scrub-line.ts';

/** How aiwatch logs. */
export interface LogConfig {
  /** Folder of the rotating file; undefined for none. */
  readonly dir?: string | undefined;
  /** Lines below it are left out. @default info */
  readonly level?: Level | 'silent' | undefined;
  /** Whether the lines go to standard output too. @default true */
  readonly isOnConsole?: boolean | undefined;
  /** @default 10 MiB */
  readonly fileSizeBytes?: number | undefined;
  /** Files kept, the current one included. @default 10 */
  readonly fileCount?: number | undefined;
  /** Told, once for each reason, that lines are lost. @default standard error */
  readonly onProblem?: ((line: string) => void) | undefined;
}

/** A log of structured lines, JSON each; writing never waits and never throws. */
export interface AppLog {
  readonly logger: Logger;
  /** Writes what waits. */
  close(): Promise<void>;
}

const FILE_SIZE_BYTES = 10 * 1024 * 1024;
const FILE_COUNT = 10;
const STANDARD_OUTPUT = 1;
/** A disk that does not answer must not keep the process from ending. */
const CLOSE_TIMEOUT_MS = 2000;

/** Headers that carry secrets, at the places where requests and responses are logged. */
const REDACTED_PATHS = [
  'headers',
  'req.headers',
  'res.headers',
  'request.headers',
  'response.headers',
].flatMap(place =>
  ['authorization', 'cookie', 'set-cookie', 'x-api-key', 'proxy-authorization'].map(
    name => `${place}["${name}"]`,
  ),
);

function tellOnce(tell: (line: string) => void): (what: string) => void {
  const told = new Set<string>();
  return what => {
    if (told.has(what)) return;
    told.add(what);
    tell(`the log: ${what}; lines are lost, everything else goes on`);
  };
}

/** A full disk or a closed pipe is told once; the stream goes on as soon as it can. */
function watchStream(stream: LogStream, problem: (what: string) => void): LogStream {
  stream.on('error', error => problem(reasonOf(error)));
  stream.on('drop', () => problem('more lines wait than are kept'));
  return stream;
}

async function openFile(config: LogConfig, problem: (what: string) => void): Promise<LogStream | undefined> {
  const { dir, fileSizeBytes = FILE_SIZE_BYTES, fileCount = FILE_COUNT } = config;
  if (dir === undefined) return undefined;
  try {
    return watchStream(await openRollingFile({ dir, fileSizeBytes, fileCount }), problem);
  } catch (error) {
    problem(`${dir} cannot be written to (${reasonOf(error)})`);
    return undefined;
  }
}

function openConsole(problem: (what: string) => void): LogStream {
  return watchStream(destination({ dest: STANDARD_OUTPUT, sync: false }) as LogStream, problem);
}

function flush(stream: LogStream): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    try {
      stream.flush(done);
    } catch {
      done();
    }
  });
}

/** Makes the one log of a process: to standard output and to a rotating file. Secrets are taken out of every line. */
export async function createLogger(config: LogConfig = {}): Promise<AppLog> {
  const { level = 'info', isOnConsole = true, onProblem = line => console.warn(`aiwatch: ${line}`) } = config;
  const problem = tellOnce(onProblem);
  const file = await openFile(config, problem);
  const streams = [file, isOnConsole ? openConsole(problem) : undefined].filter(one => one !== undefined);
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    hooks: { streamWrite: scrubLine },
    mixin: contextFields,
  };
  const entries = streams.map(stream => ({ level: 'trace' as const, stream }));
  const close = async () => {
    await Promise.all(streams.map(flush));
    file?.end();
  };
  return { logger: pino(options, multistream(entries)), close };
}

/** Who does what is logged, as far as it is known. */
function contextFields(): object {
  const { userId, sessionId, requestId, traceId } = currentContext() ?? {};
  return { requestId, userId, sessionId, traceId };
}
