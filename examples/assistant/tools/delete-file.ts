import { readString, type Tool } from './tool.ts';

/** Lets the model delete a file. */
export const deleteFileTool: Tool = {
  name: 'delete_file',
  description: 'Delete a file of the workspace.',
  parameters: { path: 'Path relative to the workspace.' },
  run: async (workspace, args) => {
    const path = readString(args, 'path');
    await workspace.delete(path);
    return `deleted ${path}`;
  },
};
