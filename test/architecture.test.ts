import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from '../src/errors.ts';

const SOURCE = fileURLToPath(new URL('../src', import.meta.url));

/** The parts of src by level: a part imports from lower levels only, never from another part of its own. */
const LEVELS: readonly (readonly string[])[] = [
  ['catalogue', 'api', 'errors', 'ids', 'clock', 'version'],
  ['config', 'metrics', 'dashboards', 'audit', 'private-file', 'deadline', 'process-identity'],
  ['events', 'file-lock'],
  ['recorders'],
  ['hooks', 'otlp', 'collectors', 'health', 'spool', 'store', 'live', 'bundle'],
  ['integrations'],
  ['alerts', 'privacy'],
  ['runtime'],
  ['server'],
  ['cli', 'index'],
];

/** Everybody else takes its own XConfig as an argument. `index` only passes on what users of the library need. */
const MAY_IMPORT_CONFIG = ['config', 'bundle', 'runtime', 'server', 'cli', 'index'];

/** A file is looked at again from 250 lines on; this many are refused. */
const MAX_LINES = 400;

interface SourceFile {
  readonly path: string;
  readonly part: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s*)?'([^']+)'|\bimport\(\s*'([^']+)'/g;

async function loadSources(): Promise<readonly SourceFile[]> {
  const names = await readdir(SOURCE, { recursive: true });
  const paths = names.filter(name => name.endsWith('.ts')).sort();
  return Promise.all(
    paths.map(async path => {
      const text = await readFile(join(SOURCE, path), 'utf8');
      const imports = [...text.matchAll(IMPORT)].map(match => match[1] ?? match[2]!);
      return { path, part: partOf(path), text, imports };
    }),
  );
}

function partOf(path: string): string {
  return path.split('/')[0]!.replace(/\.ts$/, '');
}

function levelOf(part: string): number {
  return LEVELS.findIndex(parts => parts.includes(part));
}

/** Imports of other parts of src: the file, and where it goes. */
function foreignImports({ path, part, imports }: SourceFile): readonly { to: string; target: string }[] {
  return imports
    .filter(specifier => specifier.startsWith('.'))
    .map(specifier => relative(SOURCE, join(SOURCE, dirname(path), specifier)))
    .map(target => ({ target, to: partOf(target) }))
    .filter(({ to }) => to !== part);
}

const sources = await loadSources();

describe('the parts of src', () => {
  test('all have a level', () => {
    expect(sources.map(({ part }) => part).filter(part => levelOf(part) === -1)).toEqual([]);
  });

  test('import only from lower levels, types too', () => {
    const wrong = sources.flatMap(source =>
      foreignImports(source)
        .filter(({ to }) => levelOf(to) >= levelOf(source.part) || levelOf(to) === -1)
        .map(({ target }) => `${source.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('are found by this test as they are written', () => {
    const scraper = sources.find(({ path }) => path === 'metrics/scraper.ts');
    expect(foreignImports(scraper!)).toEqual([{ target: 'catalogue/self.ts', to: 'catalogue' }]);
    const matches = [
      ..."import type { A } from './a.ts';\nimport './b.ts';\nexport {\n  c,\n} from './c.ts';\nawait import('./d.ts')".matchAll(
        IMPORT,
      ),
    ];
    expect(matches.map(match => match[1] ?? match[2])).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts']);
  });

  test('take their configuration as an argument, but for those that wire others', () => {
    const wrong = sources.filter(
      source =>
        !MAY_IMPORT_CONFIG.includes(source.part) && foreignImports(source).some(({ to }) => to === 'config'),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('load nothing of the server with the library', () => {
    const seen = new Set<string>();
    const load = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const source = sources.find(one => one.path === path);
      for (const specifier of source?.imports ?? []) {
        if (specifier.startsWith('.')) load(relative(SOURCE, join(SOURCE, dirname(path), specifier)));
      }
    };
    load('index.ts');
    expect([...seen].filter(path => ['server', 'cli'].includes(partOf(path)))).toEqual([]);
  });
});

describe('the files of src', () => {
  test('are named for what they hold, in kebab-case', () => {
    const wrong = sources.filter(
      ({ path }) =>
        !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+\.ts$/.test(path) ||
        /(?:^|\/)(?:utils?|helpers?|common)(?:\/|\.)/.test(path),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test(`have ${MAX_LINES} lines at the most`, () => {
    const long = sources.filter(({ text }) => text.split('\n').length - 1 > MAX_LINES);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('export by name, one by one', () => {
    const wrong = sources.filter(({ text }) => /^export (?:default|\*)/m.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('raise every error code that is documented', () => {
    const others = sources.filter(({ path }) => path !== 'errors.ts').map(({ text }) => text);
    const unused = ERROR_CODES.filter(code => !others.some(text => text.includes(`'${code}'`)));
    expect(unused).toEqual([]);
  });
});

describe('the files of the panel', () => {
  const PANEL = fileURLToPath(new URL('../panel', import.meta.url));
  const CONFIGURATION = 'vite.config.ts';

  async function loadPanel(): Promise<readonly Omit<SourceFile, 'part'>[]> {
    const paths = (await readdir(PANEL, { recursive: true })).filter(name => /\.tsx?$/.test(name)).sort();
    return Promise.all(
      paths.map(async path => {
        const text = await readFile(join(PANEL, path), 'utf8');
        return { path, text, imports: [...text.matchAll(IMPORT)].map(match => match[1] ?? match[2]!) };
      }),
    );
  }

  test('know nothing of src but the types of its API', async () => {
    const files = await loadPanel();
    const outside = files.flatMap(({ path, imports }) =>
      imports
        .filter(specifier => specifier.startsWith('.'))
        .map(specifier => join(PANEL, dirname(path), specifier))
        .filter(target => relative(PANEL, target).startsWith('..'))
        .map(target => relative(SOURCE, target)),
    );
    expect(outside.filter(target => !target.startsWith('api/'))).toEqual([]);
    expect(files.length).toBeGreaterThan(20);
  });

  test(`are in kebab-case, have ${MAX_LINES} lines at the most and export by name`, async () => {
    const wrong = (await loadPanel()).filter(
      ({ path, text }) =>
        !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.config)?\.tsx?$/.test(path) ||
        /(?:^|\/)(?:utils?|helpers?|common)(?:\/|\.)/.test(path) ||
        text.split('\n').length - 1 > MAX_LINES ||
        (/^export (?:default|\*)/m.test(text) && path !== CONFIGURATION),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
