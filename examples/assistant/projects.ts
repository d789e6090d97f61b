import type { Monitoring } from 'aiwatch';
import { AssistantError } from './errors.ts';
import type { Workspace } from './workspace.ts';

const TEMPLATES = {
  empty: {
    'README.md': '# {name}\n',
  },
  typescript: {
    'README.md': '# {name}\n\nBuild it with `npx tsc`, run it with `node build/main.js`.\n',
    'package.json': '{\n  "name": "{name}",\n  "version": "0.1.0",\n  "type": "module"\n}\n',
    'tsconfig.json':
      '{\n  "compilerOptions": { "strict": true, "outDir": "build" },\n  "include": ["src"]\n}\n',
    'src/main.ts': "console.log('Hello from {name}');\n",
  },
  python: {
    'README.md': '# {name}\n\nRun it with `python main.py`.\n',
    'main.py': 'print("Hello from {name}")\n',
  },
} as const satisfies Record<string, Record<string, string>>;

/** Name of a template. */
export type TemplateName = keyof typeof TEMPLATES;

/** The names of all templates. */
export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as readonly TemplateName[];

/** Makes the folder `name` in the workspace from a template. Throws a 409 AssistantError when it has files already. */
export async function createProject(
  monitoring: Monitoring,
  workspace: Workspace,
  name: string,
  template: TemplateName,
): Promise<string[]> {
  const files = await workspace.list();
  if (files.some(({ path }) => path.startsWith(`${name}/`))) {
    throw new AssistantError(409, 'project_exists', 'There is a project of that name already.');
  }
  const written: string[] = [];
  for (const [file, text] of Object.entries(TEMPLATES[template])) {
    const path = `${name}/${file}`;
    await workspace.write(path, text.replaceAll('{name}', name));
    written.push(path);
  }
  monitoring.development.projectCreated();
  return written;
}
