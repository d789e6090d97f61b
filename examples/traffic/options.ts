import { parseArgs } from 'node:util';
import type { TrafficOptions } from './traffic.ts';

const USAGE = `Usage: main.js [options]
  --target <url>             the assistant (default http://127.0.0.1:3001)
  --users <number>           users at work at once (default 5)
  --pace <factor>            every pause is divided by this (default 1)
  --duration-seconds <n>     stop after this time; 0 is until stopped (default 0)
  --seed <text>              what each user does follows from it (default aiwatch)
  --scenario mixed|healthy   people who also go wrong, or only clean and cheap requests (default mixed)`;

/** What the program was asked to do. */
export type ProgramOptions = Required<
  Pick<TrafficOptions, 'target' | 'users' | 'pace' | 'seed' | 'scenario'>
> & {
  /** 0: until stopped. */
  readonly durationSeconds: number;
};

/** Reads the program's flags. Throws an Error with the usage for a flag that is unknown or has no sensible value. */
export function parseTrafficOptions(args: readonly string[]): ProgramOptions {
  const flags = parseFlags(args);
  const { target, scenario, seed } = flags;
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw refuse('target', 'an http URL', target);
  }
  if (scenario !== 'mixed' && scenario !== 'healthy') {
    throw refuse('scenario', 'mixed or healthy', scenario);
  }
  const users = Number(flags.users);
  if (!Number.isInteger(users) || users < 1 || users > 1_000) {
    throw refuse('users', 'a whole number from 1 to 1000', flags.users);
  }
  const pace = Number(flags.pace);
  if (!(pace > 0 && pace <= 1_000)) {
    throw refuse('pace', 'a number above 0, at most 1000', flags.pace);
  }
  const durationSeconds = Number(flags['duration-seconds']);
  if (!(durationSeconds >= 0 && durationSeconds <= 2_000_000)) {
    throw refuse('duration-seconds', 'a number from 0 to 2000000', flags['duration-seconds']);
  }
  return { target, users, pace, seed, scenario, durationSeconds };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        target: { type: 'string', default: 'http://127.0.0.1:3001' },
        users: { type: 'string', default: '5' },
        pace: { type: 'string', default: '1' },
        'duration-seconds': { type: 'string', default: '0' },
        seed: { type: 'string', default: 'aiwatch' },
        scenario: { type: 'string', default: 'mixed' },
      },
    }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function refuse(flag: string, expected: string, found: string): Error {
  return new Error(`--${flag}: expected ${expected}, found '${found}'\n${USAGE}`);
}
