import { type ParseArgsConfig, parseArgs } from 'node:util';
import { AiwatchError } from '../errors.ts';

type OptionTable = NonNullable<ParseArgsConfig['options']>;
type Strict<Options extends OptionTable> = {
  args: string[];
  options: Options;
  strict: true;
  allowPositionals: false;
};
type Values<Options extends OptionTable> = ReturnType<typeof parseArgs<Strict<Options>>>['values'];

/** Reads the options of a command, and nothing else; COMMAND_USAGE for options it does not know, and for arguments. */
export function parseOptions<const Options extends OptionTable>(
  command: string,
  args: readonly string[],
  options: Options,
): Values<Options> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const found = cause instanceof Error ? (cause.message.split('.')[0] ?? cause.message) : String(cause);
    throw new AiwatchError('COMMAND_USAGE', { where: `aiwatch ${command}`, found, cause });
  }
}
