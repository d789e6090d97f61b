import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The compiled program, as its user runs it. */
const MAIN = join(ROOT, 'dist/cli/main.js');

/** What V8 writes about the scripts that a process loaded. */
interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/** Runs aiwatch in an empty folder. @returns the files that it loaded, from the root of the package on */
async function listLoaded(...args: readonly string[]): Promise<readonly string[]> {
  const cwd = await createTemporaryFolder();
  const coverage = join(cwd, 'coverage');
  const env = { PATH: process.env['PATH'], NODE_V8_COVERAGE: coverage };
  // A command line that is wrong loads what a right one does.
  await new Promise<void>(resolve => {
    execFile(process.execPath, [MAIN, ...args], { cwd, env }, () => resolve());
  });
  const reports = await Promise.all(
    (await readdir(coverage)).map(async file => JSON.parse(await readFile(join(coverage, file), 'utf8'))),
  );
  return (reports as readonly Coverage[])
    .flatMap(({ result }) => result.map(({ url }) => url))
    .filter(url => url.startsWith('file:'))
    .map(url => relative(ROOT, fileURLToPath(url)));
}

/** Parts of the product, and packages, that these files are of. */
function partsOf(files: readonly string[]): readonly string[] {
  const parts = files.map(file => /^dist\/([\w-]+)|node_modules\/((?:@[\w-]+\/)?[\w.-]+)/.exec(file));
  return [...new Set(parts.map(part => part?.[1] ?? part?.[2] ?? ''))].sort();
}

describe('what aiwatch loads', { timeout: 60_000 }, () => {
  it.each([['--version'], ['--help'], ['serve', '--help'], ['servce']])(
    'is the descriptions of its commands for %j',
    async (...args) => {
      const files = await listLoaded(...args);
      expect(files).toContain('dist/cli/run.js');
      expect(partsOf(files)).toEqual(['cli', 'errors', 'version']);
      expect(files.filter(file => /^dist\/cli\/.*\//.test(file))).toEqual([]);
    },
  );

  it.each([
    ['audit', 'verify'],
    ['ci', 'deployment'],
    ['generate', '--check'],
    ['privacy', 'consent'],
    ['secrets'],
    ['token', '--role', 'admin'],
    ['token', 'list'],
  ])('is no server and no store for %j', async (...args) => {
    const files = await listLoaded(...args);
    expect(files).toEqual(expect.arrayContaining([expect.stringMatching(/^dist\/cli\/.*\//)]));
    expect(partsOf(files)).not.toContain('store');
    expect(partsOf(files)).not.toContain('fastify');
    expect(files).not.toContain('dist/server/index.js');
  });

  it('is the store, and no server, where a command works on the store', async () => {
    const parts = partsOf(await listLoaded('store', 'import'));
    expect(parts).toContain('store');
    expect(parts).not.toContain('fastify');
  });
});
