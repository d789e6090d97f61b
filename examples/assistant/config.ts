import { parseArgs } from 'node:util';
import type { AssistantOptions } from './server.ts';

/** What `--help` prints. */
export const USAGE = `Usage: main.js [options]
  --port <number>     port to listen on (ASSISTANT_PORT, default 3001)
  --host <address>    address to listen on (ASSISTANT_HOST, default 127.0.0.1)
  --help              print this
  --workspace <dir>   where the users' files and versions lie (ASSISTANT_WORKSPACE, default a temporary folder)
Environment:
  MODEL_BASE_URL            an OpenAI-compatible API (default http://127.0.0.1:3002/v1, the example model server)
  MODEL_API_KEY             its key (default one that the example model server takes)
  MODEL_NAME                the model that answers unless a request names another (default small-coder)
  MODEL_NAMES               models that requests name, with commas (default those of the example model server)
  MODEL_PROVIDER            label \`provider\` of the AI metrics (default openai)
  MODEL_MAX_ACTIVE_CALLS    how many calls to the model may run at once; the others wait (default 2)
  SESSION_TIMEOUT_SECONDS   a session without activity ends after this time (default 1800)
  LOG_LEVEL                 trace, debug, info, warn, error, fatal or silent (default warn)`;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** How much the assistant logs. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Reads the flags, then the environment, then the defaults. Throws an Error with the usage for what is wrong. */
export function parseAssistantOptions(args: readonly string[], env: NodeJS.ProcessEnv): AssistantOptions {
  const flags = parseFlags(args);
  // An empty variable counts as unset: Compose files pass on variables that way.
  const read = (name: string): string | undefined => env[name] || undefined;
  const workspace = flags.workspace ?? read('ASSISTANT_WORKSPACE');
  const timeoutSeconds = parseNumber('SESSION_TIMEOUT_SECONDS', read('SESSION_TIMEOUT_SECONDS') ?? '1800');
  return {
    port: parsePort(flags.port ?? read('ASSISTANT_PORT') ?? '3001'),
    host: flags.host ?? read('ASSISTANT_HOST') ?? '127.0.0.1',
    ...(workspace !== undefined && { workspace }),
    model: {
      baseUrl: read('MODEL_BASE_URL') ?? 'http://127.0.0.1:3002/v1',
      apiKey: read('MODEL_API_KEY') ?? 'sk-local',
      name: read('MODEL_NAME') ?? 'small-coder',
      known: (read('MODEL_NAMES') ?? 'small-coder,gpt-4.1,reasoning-coder').split(','),
      provider: read('MODEL_PROVIDER') ?? 'openai',
      maxActiveCalls: parseCount('MODEL_MAX_ACTIVE_CALLS', read('MODEL_MAX_ACTIVE_CALLS') ?? '2'),
    },
    sessionTimeoutMs: timeoutSeconds * 1000,
    logLevel: parseLogLevel(read('LOG_LEVEL') ?? 'warn'),
  };
}

function parseFlags(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { port: text, host: text, workspace: text } }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new Error(`port: expected a number from 0 to 65535, found '${text}'\n${USAGE}`);
  }
  return port;
}

function parseNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) {
    throw new Error(`${name}: expected a number above 0, found '${text}'\n${USAGE}`);
  }
  return value;
}

function parseCount(name: string, text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new Error(`${name}: expected a whole number above 0, found '${text}'\n${USAGE}`);
  }
  return count;
}

function parseLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find(known => known === text);
  if (level === undefined) {
    throw new Error(`LOG_LEVEL: expected one of ${LOG_LEVELS.join(', ')}, found '${text}'\n${USAGE}`);
  }
  return level;
}
