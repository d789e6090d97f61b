import { readdirSync, readFileSync } from 'node:fs';

/** A page of the documentation. */
export interface Page {
  /** Seen from the root of the repository. */
  readonly path: string;
  /** Without what stands in fences. */
  readonly prose: string;
  readonly fences: readonly Fence[];
}

/** A block of code between fences. */
interface Fence {
  readonly language: string;
  readonly text: string;
}

const FENCE = /^ *```(\w*)\n([\s\S]*?)^ *```$/gm;

/** Reads a page, and takes its code apart from its prose. */
export function readPage(path: string): Page {
  const text = readFileSync(path, 'utf8');
  return {
    path,
    prose: text.replace(FENCE, ''),
    fences: [...text.matchAll(FENCE)].map(([, language = '', code = '']) => ({ language, text: code })),
  };
}

/** The pages that users and contributors read. */
export function listPagePaths(): readonly string[] {
  const docs = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`);
  return ['README.md', 'CONTRIBUTING.md', ...docs.sort()];
}

/** Where the links and pictures of a page lead, other than to the outside. */
export function listLinks({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(match => match[1] ?? '')
    .filter(target => !/^[a-z]+:/.test(target));
}

/** What stands between single backticks. */
export function listInlineCode({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/`([^`]+)`/g)].map(match => (match[1] ?? '').replaceAll(/\s+/g, ' '));
}

/** The anchors of the headings of a page, as GitHub makes them. */
export function listAnchors({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(match =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const SHELL = ['', 'sh', 'shell', 'bash', 'console'];

/** Every command on a page: the lines of its shell blocks, those that are indented, and those between backticks. */
export function listCommands(page: Page): readonly string[] {
  const blocks = page.fences.filter(({ language }) => SHELL.includes(language));
  const lines = blocks.flatMap(({ text }) => text.split('\n'));
  const indented = page.prose.split('\n').filter(line => line.startsWith('    '));
  return [...lines, ...indented, ...listInlineCode(page)].map(line => line.trim());
}
