/** A fenced code block of an answer. */
export interface CodeBlock {
  /** In lower case and by its full name; `other` for one that is not known, `text` where none was given. */
  readonly language: string;
  /** Whether its closing fence came: an answer that broke off leaves its last block open. */
  readonly isComplete: boolean;
}

// A model may write anything after a fence. A closed list keeps the number of series small.
const LANGUAGES: ReadonlySet<string> = new Set([
  ...[
    'bash',
    'c',
    'cpp',
    'csharp',
    'css',
    'diff',
    'dockerfile',
    'go',
    'graphql',
    'html',
    'java',
    'javascript',
  ],
  ...[
    'json',
    'kotlin',
    'makefile',
    'markdown',
    'php',
    'python',
    'ruby',
    'rust',
    'scala',
    'sql',
    'swift',
    'text',
  ],
  ...['toml', 'typescript', 'xml', 'yaml'],
]);
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['ts', 'typescript'],
  ['tsx', 'typescript'],
  ['js', 'javascript'],
  ['jsx', 'javascript'],
  ['py', 'python'],
  ['sh', 'bash'],
  ['shell', 'bash'],
  ['yml', 'yaml'],
  ['md', 'markdown'],
  ['rs', 'rust'],
  ['rb', 'ruby'],
  ['c++', 'cpp'],
  ['c#', 'csharp'],
  ['', 'text'],
]);

/** Finds the fenced code blocks of a Markdown text, in order. */
export function findCodeBlocks(text: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let language: string | undefined;
  for (const line of text.split('\n')) {
    const fence = /^ {0,3}```([^\s`]*)/.exec(line);
    if (fence !== null && language === undefined) {
      language = nameLanguage(fence[1] ?? '');
    } else if (fence !== null && language !== undefined && fence[1] === '') {
      blocks.push({ language, isComplete: true });
      language = undefined;
    }
  }
  return language === undefined ? blocks : [...blocks, { language, isComplete: false }];
}

function nameLanguage(written: string): string {
  const lower = written.toLowerCase();
  const name = ALIASES.get(lower) ?? lower;
  return LANGUAGES.has(name) ? name : 'other';
}
