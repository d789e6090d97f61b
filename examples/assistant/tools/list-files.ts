import type { Tool } from './tool.ts';

const MAX_FILES = 200;

/** Gives the model the names and sizes of the files; of many, the first ones. */
export const listFilesTool: Tool = {
  name: 'list_files',
  description: 'List the files of the workspace with their sizes.',
  parameters: {},
  run: async workspace => {
    const files = await workspace.list();
    const lines = files.slice(0, MAX_FILES).map(({ path, sizeBytes }) => `${path} (${sizeBytes} bytes)`);
    return lines.length === 0 ? 'The workspace is empty.' : lines.join('\n');
  },
};
