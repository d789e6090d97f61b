import type { Program } from '../debian/find-program.ts';
import { type CommandResult, runCommand } from '../debian/run-command.ts';

/** How a tool is run. */
export interface ToolOptions {
  /** Written to its standard input. */
  readonly input?: string;
  readonly cwd?: string;
  /** It is killed after this time. Default: 60,000. */
  readonly timeoutMs?: number;
}

/** Runs `promtool`, `amtool` or another program of the list to its end. A bad exit code is a result, not an error. */
export function runTool(
  program: Program,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<CommandResult> {
  return runCommand(program.path, args, { timeoutMs: 60_000, ...options, env: program.env });
}
