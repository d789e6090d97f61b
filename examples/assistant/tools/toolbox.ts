import type { Monitoring } from 'aiwatch';
import type { ChatCompletionTool } from 'openai/resources/chat/completions';
import { AssistantError } from '../errors.ts';
import type { Workspace } from '../workspace.ts';
import { deleteFileTool } from './delete-file.ts';
import { listFilesTool } from './list-files.ts';
import { readFileTool } from './read-file.ts';
import type { Tool, ToolArguments } from './tool.ts';
import { writeFileTool } from './write-file.ts';

/** A call of a tool, as the model wrote it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

/** What came of a call. */
export interface ToolOutcome {
  readonly result: 'success' | 'error';
  /** What the model is told. */
  readonly output: string;
}

const TOOLS: readonly Tool[] = [readFileTool, writeFileTool, deleteFileTool, listFilesTool];

/** The tools as the model is offered them. */
export const OFFERED_TOOLS: ChatCompletionTool[] = TOOLS.map(({ name, description, parameters }) => ({
  type: 'function',
  function: {
    name,
    description,
    parameters: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(parameters).map(([key, about]) => [key, { type: 'string', description: about }]),
      ),
      required: Object.keys(parameters),
    },
  },
}));

/**
 * Runs a tool in a workspace. What the model did wrong it is told, and may try something else; what is wrong with the
 * machine is thrown on.
 */
export async function runTool(
  monitoring: Monitoring,
  workspace: Workspace,
  call: ToolCall,
): Promise<ToolOutcome> {
  const tool = TOOLS.find(({ name }) => name === call.name);
  if (tool === undefined) {
    return { result: 'error', output: 'Error: there is no such tool.' };
  }
  try {
    const output = await monitoring.observeTool(
      tool.name,
      () => tool.run(workspace, parseArguments(call.arguments)),
      { args: () => readArguments(call.arguments) ?? { text: call.arguments } },
    );
    return { result: 'success', output };
  } catch (error) {
    if (!(error instanceof AssistantError)) {
      throw error;
    }
    return { result: 'error', output: `Error: ${error.message}` };
  }
}

function parseArguments(text: string): ToolArguments {
  const args = readArguments(text);
  if (args === undefined) {
    throw new AssistantError(400, 'argument_invalid', 'The arguments have to be a JSON object.');
  }
  return args;
}

function readArguments(text: string): ToolArguments | undefined {
  try {
    const parsed: unknown = JSON.parse(text === '' ? '{}' : text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as ToolArguments) : undefined;
  } catch {
    return undefined;
  }
}
