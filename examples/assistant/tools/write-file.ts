import { readString, type Tool } from './tool.ts';

/** Lets the model write a file, new or over an old one. */
export const writeFileTool: Tool = {
  name: 'write_file',
  description: 'Write a file of the workspace, together with the folders above it.',
  parameters: { path: 'Path relative to the workspace.', content: 'The whole text of the file.' },
  run: async (workspace, args) => {
    const path = readString(args, 'path');
    const outcome = await workspace.write(path, readString(args, 'content'));
    return `${outcome} ${path}`;
  },
};
