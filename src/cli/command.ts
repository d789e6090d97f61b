/** Where a command reads from and prints to. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints one line for people. */
  readonly print: (line: string) => void;
  /** Prints one line beside the result, where that is read by a program. @default nowhere */
  readonly printNote?: (line: string) => void;
  /** Where a result goes that is too large for lines. @default the standard output */
  readonly output?: NodeJS.WritableStream;
}

/** Does what a command or a subcommand is for. @returns the exit code */
export type RunCommand = (args: readonly string[], context: CommandContext) => Promise<number>;

/**
 * One command of `aiwatch`, in a file of its own, that imports nothing but what describes it: what it does is loaded
 * when it is called, as the parts of the server take seconds to load.
 */
export interface Command {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What `--help` prints after the name. */
  readonly usage: string;
  readonly run: RunCommand;
}
