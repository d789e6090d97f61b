import { AiwatchError, isAiwatchError } from '../errors.ts';
import type { Command, CommandContext } from './command.ts';

/** What `runCli` needs besides the arguments. */
export interface CliOptions extends CommandContext {
  readonly commands: readonly Command[];
  readonly version: string;
  readonly printError: (line: string) => void;
}

/** Exit code for a command line that makes no sense; the other failures exit with 1. */
const EXIT_USAGE = 2;

function buildHelp(commands: readonly Command[]): string {
  const list = commands.map(({ name, summary, usage }) => `  ${name} ${usage}\n      ${summary}`);
  return ['Usage: aiwatch <command> [options]', '', ...list, '', '  --help, --version'].join('\n');
}

function buildCommandHelp({ name, summary, usage }: Command): string {
  return `Usage: aiwatch ${name} ${usage}\n${summary}`;
}

async function dispatch(args: readonly string[], options: CliOptions): Promise<number> {
  const { commands, version, print } = options;
  const [first = '--help', ...rest] = args;
  if (first === '--help' || first === '-h' || first === 'help') {
    print(buildHelp(commands));
    return args.length === 0 ? EXIT_USAGE : 0;
  }
  if (first === '--version' || first === '-v') {
    print(version);
    return 0;
  }
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) {
    const expected = `one of ${commands.map(({ name }) => name).join(', ')}`;
    throw new AiwatchError('COMMAND_UNKNOWN', { where: 'aiwatch', expected, found: first });
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    print(buildCommandHelp(command));
    return 0;
  }
  return command.run(rest, options);
}

function isUsageError(error: unknown): boolean {
  return isAiwatchError(error) && (error.code === 'COMMAND_UNKNOWN' || error.code === 'COMMAND_USAGE');
}

/** Runs one command; a failure is printed as its message, without a stack. Returns the exit code: 0, 1, or 2 for usage. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<number> {
  try {
    return await dispatch(args, options);
  } catch (error) {
    options.printError(`error: ${error instanceof Error ? error.message : String(error)}`);
    return isUsageError(error) ? EXIT_USAGE : 1;
  }
}
