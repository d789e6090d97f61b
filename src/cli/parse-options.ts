import { type ParseArgsConfig, parseArgs } from 'node:util';
import { AiwatchError } from '../errors.ts';

type OptionTable = NonNullable<ParseArgsConfig['options']>;
type Strict<Options extends OptionTable> = {
  args: string[];
  options: Options;
  strict: true;
  allowPositionals: boolean;
};
type Values<Options extends OptionTable> = ReturnType<typeof parseArgs<Strict<Options>>>['values'];
/** The options of a command line, and its other arguments. */
interface Parsed<Options extends OptionTable> {
  readonly values: Values<Options>;
  readonly positionals: readonly string[];
}

function parse<const Options extends OptionTable>(
  command: string,
  args: readonly string[],
  options: Options,
  allowPositionals: boolean,
): Parsed<Options> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals });
  } catch (cause) {
    const found = cause instanceof Error ? (cause.message.split('.')[0] ?? cause.message) : String(cause);
    throw new AiwatchError('COMMAND_USAGE', { where: `aiwatch ${command}`, found, cause });
  }
}

/** Reads the options of a command, and nothing else; COMMAND_USAGE for options it does not know, and for arguments. */
export function parseOptions<const Options extends OptionTable>(
  command: string,
  args: readonly string[],
  options: Options,
): Values<Options> {
  return parse(command, args, options, false).values;
}

/** The same for a command that takes arguments too, e.g. files. */
export function parseArguments<const Options extends OptionTable>(
  command: string,
  args: readonly string[],
  options: Options,
): Parsed<Options> {
  return parse(command, args, options, true);
}
