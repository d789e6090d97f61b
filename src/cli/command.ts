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

/** One command of `aiwatch`, in a file of its own. */
export interface Command {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What `--help` prints after the name. */
  readonly usage: string;
  /** @returns the exit code */
  readonly run: (args: readonly string[], context: CommandContext) => Promise<number>;
}
