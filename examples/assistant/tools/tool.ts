import { AssistantError } from '../errors.ts';
import type { Workspace } from '../workspace.ts';

/** Arguments of a call, as the model wrote them: nothing is certain about them. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** Something that the model may do in the user's workspace. */
export interface Tool {
  readonly name: string;
  /** What it does, for the model. */
  readonly description: string;
  /** Its parameters, by name; all are strings and all are required. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Does it and returns what the model is told. Throws an AssistantError that the model is told as well. */
  run(workspace: Workspace, args: ToolArguments): Promise<string>;
}

/** The string argument `name`. Throws an AssistantError when there is none. */
export function readString(args: ToolArguments, name: string): string {
  const value = args[name];
  if (typeof value !== 'string') {
    throw new AssistantError(400, 'argument_invalid', `The argument ${name} has to be a string.`);
  }
  return value;
}
