import { readString, type Tool } from './tool.ts';

// A quarter of the smallest model's context, at about four characters per token.
const MAX_CHARACTERS = 8_000;

/** Gives the model the text of a file; a long one is cut. */
export const readFileTool: Tool = {
  name: 'read_file',
  description: 'Read a file of the workspace.',
  parameters: { path: 'Path relative to the workspace.' },
  run: async (workspace, args) => {
    const text = await workspace.read(readString(args, 'path'));
    return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}\n[cut]` : text;
  },
};
