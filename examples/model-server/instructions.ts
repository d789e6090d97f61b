/** Something that a prompt tells the assistant to do with a file. */
export interface Instruction {
  readonly tool: 'read_file' | 'write_file' | 'delete_file' | 'list_files';
  /** Absent for `list_files`. */
  readonly path?: string;
}

const VERBS = new Map<string, Instruction['tool']>([
  ...['create', 'write', 'add', 'make', 'generate', 'update', 'edit', 'change', 'rewrite', 'put'].map(
    verb => [verb, 'write_file'] as const,
  ),
  ...['delete', 'remove'].map(verb => [verb, 'delete_file'] as const),
  ...['read', 'open', 'show', 'explain', 'review', 'check', 'summarise', 'summarize'].map(
    verb => [verb, 'read_file'] as const,
  ),
  ['list', 'list_files'],
]);

const FILE_NAME = /^[\w@./-]{1,200}\.(?:tsx?|m?js|json|md|py|sql|sh|css|html|txt|ya?ml|toml|go|rs)$/i;
const PRODUCT_NAMES = new Set(['node.js', 'next.js', 'vue.js', 'express.js', 'three.js', 'd3.js']);

/**
 * Finds what a prompt tells to do: each file named after a verb, in order, each file and verb once.
 * Words are looked at one by one, so the time is linear in the length of the prompt.
 */
export function parseInstructions(prompt: string): Instruction[] {
  const found = new Map<string, Instruction>();
  let tool: Instruction['tool'] | undefined;
  for (const raw of prompt.split(/\s+/)) {
    const word = raw.replace(/^[`'"(]{1,3}/, '').replace(/[`'"),.;:!?]{1,3}$/, '');
    tool = VERBS.get(word.toLowerCase()) ?? tool;
    if (tool === 'list_files' && /^(?:files|workspace|project)$/i.test(word)) {
      found.set(tool, { tool });
    } else if (tool !== undefined && tool !== 'list_files' && isFileName(word)) {
      found.set(`${tool} ${word}`, { tool, path: word });
    }
  }
  return [...found.values()];
}

function isFileName(word: string): boolean {
  return FILE_NAME.test(word) && !PRODUCT_NAMES.has(word.toLowerCase());
}
