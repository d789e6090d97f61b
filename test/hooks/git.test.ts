import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createGit, GitError, type GitOptions } from '../../src/hooks/git.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createProblemRecorder, createVersionOperationRecorder } from '../../src/recorders/index.ts';
import { writeScript } from '../support/fake-program.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

async function setUp(options: Partial<GitOptions> = {}) {
  const registry = createRegistry();
  const catalogue = buildCatalogue();
  const recorder = createVersionOperationRecorder(registry, catalogue);
  const problem = createProblemRecorder(registry, () => {});
  const operations = registry.counter(catalogue.version.operations);
  const sizes = registry.histogram(catalogue.version.size);
  const folder = await createTemporaryFolder();
  /** What was recorded, without what is 0. */
  const recorded = () =>
    (['create', 'restore', 'delete'] as const).flatMap(operation => {
      const successes = operations.with({ operation, status: 'success' }).value;
      const errors = operations.with({ operation, status: 'error' }).value;
      const { count, sum } = sizes.with({ operation });
      const failed = errors > 0 ? ` (${errors} failed)` : '';
      return successes + errors === 0 ? [] : [`${operation} ${successes}${failed}, ${count} sized ${sum} B`];
    });
  const git = createGit({ cwd: folder, recorder, problem, ...options });
  return {
    git,
    recorded,
    folder,
    write: (name: string, text: string) => writeFile(join(folder, name), text),
  };
}

/** A repository with one commit of a file of 5 bytes, which is recorded as `create 1, 1 sized 5 B`. */
async function setUpRepository() {
  const setup = await setUp();
  const { git, write } = setup;
  await git.run(['init', '--quiet', '--initial-branch=main']);
  await git.run(['config', 'user.name', 'Test']);
  await git.run(['config', 'user.email', 'test@example.com']);
  await write('a.txt', 'five\n');
  await git.run(['add', '.']);
  await git.run(['commit', '--quiet', '-m', 'first']);
  return setup;
}

// The settings of whoever runs the tests (signing, hooks, templates) stay out.
beforeAll(() => {
  vi.stubEnv('GIT_CONFIG_GLOBAL', devNull);
  vi.stubEnv('GIT_CONFIG_SYSTEM', devNull);
});
afterAll(() => {
  vi.unstubAllEnvs();
});

describe('createGit in a real repository', () => {
  it('records a commit with the size of all its files', async () => {
    const { git, recorded, write } = await setUpRepository();
    expect(recorded()).toEqual(['create 1, 1 sized 5 B']);
    await write('b with ümlaut\nand newline.txt', '0123456789');
    await git.run(['add', '.']);
    await git.run(['commit', '-am', 'second']);
    expect(recorded()).toEqual(['create 2, 2 sized 20 B']);
    const { stdout } = await git.run(['log', '--format=%s']);
    expect(stdout).toBe('second\nfirst\n');
  });

  it('records tags made and deleted, with the size of what they point at, but not lists of them', async () => {
    const { git, recorded, write } = await setUpRepository();
    await write('b.txt', '0123456789');
    await git.run(['add', '.']);
    await git.run(['commit', '-m', 'second']);
    await git.run(['tag', 'v1', 'HEAD~1']);
    await git.run(['tag', '-am', 'text', 'v2']);
    expect((await git.run(['tag'])).stdout).toBe('v1\nv2\n');
    await git.run(['tag', '--list', 'v*']);
    expect(recorded()).toEqual(['create 4, 4 sized 40 B']);
    await git.run(['tag', '-d', 'v1']);
    expect(recorded()).toEqual(['create 4, 4 sized 40 B', 'delete 1, 1 sized 5 B']);
  });

  it('records restoring: checkout, switch, restore, reset and revert', async () => {
    const { git, recorded, folder, write } = await setUpRepository();
    await write('a.txt', '0123456789');
    await git.run(['commit', '-am', 'second'], {});
    await git.run(['checkout', '--quiet', 'HEAD~1']);
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('five\n');
    expect(recorded()).toEqual(['create 2, 2 sized 15 B', 'restore 1, 1 sized 5 B']);
    await git.run(['switch', '--quiet', 'main']);
    await git.run(['restore', '--source', 'HEAD~1', 'a.txt']);
    await git.run(['reset', '--hard']);
    await git.run(['reset']);
    await git.run(['revert', '--no-edit', 'HEAD']);
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('five\n');
    expect(recorded()).toEqual(['create 2, 2 sized 15 B', 'restore 5, 5 sized 35 B']);
  });

  it('records stashes and branches', async () => {
    const { git, recorded, write } = await setUpRepository();
    await git.run(['checkout', '--quiet', '-b', 'other']);
    await git.run(['checkout', '--quiet', 'main']);
    await git.run(['branch', '-D', 'other']);
    await write('a.txt', '0123456789');
    await git.run(['stash']);
    await git.run(['stash', 'list']);
    await git.run(['stash', 'apply']);
    await git.run(['reset', '--hard']);
    await git.run(['stash', 'pop', '0']);
    await git.run(['stash', 'push', '-m', 'again']);
    await git.run(['stash', 'drop']);
    expect(recorded()).toEqual([
      'create 3, 3 sized 25 B',
      'restore 4, 4 sized 30 B',
      'delete 2, 2 sized 15 B',
    ]);
  });

  it('skips options of git itself, and looks for the size with the same ones', async () => {
    const { git, recorded, folder, write } = await setUpRepository();
    const elsewhere = await setUp();
    await write('a.txt', '0123456789');
    await elsewhere.git.run(['-C', folder, '-c', 'user.name=Other', 'commit', '-am', 'second']);
    expect(elsewhere.recorded()).toEqual(['create 1, 1 sized 10 B']);
    expect((await git.run(['log', '-1', '--format=%an'])).stdout).toBe('Other\n');
    expect(recorded()).toEqual(['create 1, 1 sized 5 B']);
  });

  it('rejects with exit code and output, and counts a failure without a size', async () => {
    const { git, recorded } = await setUpRepository();
    const error = await git.run(['commit', '-m', 'nothing']).catch(problem => problem);
    expect(error).toBeInstanceOf(GitError);
    expect(error).toMatchObject({ exitCode: 1, stderr: '' });
    expect(error.stdout).toContain('nothing to commit');
    await expect(git.run(['tag', '-d', 'missing'])).rejects.toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('missing'),
    });
    expect(recorded()).toEqual(['create 1 (1 failed), 1 sized 5 B', 'delete 0 (1 failed), 0 sized 0 B']);
  });

  it('records a version whose size cannot be told', async () => {
    const { git, recorded } = await setUpRepository();
    const { stdout } = await git.run(['hash-object', '-w', '--stdin'], { input: 'text' });
    await git.run(['tag', 'blob', stdout.trim()]);
    expect(recorded()).toEqual(['create 2, 1 sized 5 B']);
  });

  it('passes arguments as they are, without a shell', async () => {
    const { git, folder, write } = await setUpRepository();
    await write('a.txt', 'changed');
    await git.run(['commit', '-am', '$(touch made) `touch made`; touch made "quoted"']);
    expect((await git.run(['log', '-1', '--format=%s'])).stdout).toBe(
      '$(touch made) `touch made`; touch made "quoted"\n',
    );
    expect(existsSync(join(folder, 'made'))).toBe(false);
  });
});

describe('createGit: input, signals and faults', () => {
  it('gives input to the command', async () => {
    const { git } = await setUpRepository();
    const { stdout } = await git.run(['hash-object', '--stdin'], { input: Buffer.from('hello\n') });
    expect(stdout).toBe('ce013625030ba8dba906f756967f9e9ca394464a\n');
  });

  it('rejects when the program or the folder is not there', async () => {
    const missing = await setUp({ binary: 'no-such-git' });
    await expect(missing.git.run(['commit'])).rejects.toMatchObject({
      exitCode: undefined,
      message: 'no-such-git failed: ENOENT',
    });
    expect(missing.recorded()).toEqual(['create 0 (1 failed), 0 sized 0 B']);
    const nowhere = await setUp({ cwd: join(missing.folder, 'missing') });
    await expect(nowhere.git.run(['status'])).rejects.toBeInstanceOf(GitError);
  });

  it('keeps the password of an address out of the error, whichever way the command fails', async () => {
    const { git, folder } = await setUp();
    const address = 'file://user:secret@localhost/no/such/repository';
    const nowhere = (await setUp({ binary: 'no-such-git' })).git;
    const aborted = () => git.run(['clone', address], { signal: AbortSignal.abort() });
    const missing = () => nowhere.run(['clone', address]);
    for (const run of [() => git.run(['clone', address, folder]), aborted, missing]) {
      const error = await run().catch((problem: GitError) => problem);
      expect(error).toBeInstanceOf(GitError);
      expect(inspect({ ...(error as GitError), stdout: '', stderr: '' }, { depth: 9 })).not.toContain(
        'secret',
      );
      const { message, stack, cause } = error as GitError;
      expect(inspect([message, stack, cause], { depth: 9, showHidden: true })).not.toContain('secret');
    }
  });

  it('rejects with GitError what cannot be passed to a program', async () => {
    const { git, recorded } = await setUp();
    const error = await git.run(['commit', '-m', 'a\0secret']).catch(problem => problem);
    expect(error).toBeInstanceOf(GitError);
    expect(error).toMatchObject({ exitCode: undefined, message: 'git failed: ERR_INVALID_ARG_VALUE' });
    expect(inspect(error)).not.toContain('secret');
    expect(recorded()).toEqual(['create 0 (1 failed), 0 sized 0 B']);
  });

  it('stops a command that takes too long, and one that is aborted', async () => {
    const folder = await createTemporaryFolder();
    const binary = join(folder, 'slow-git');
    await writeScript(binary, 'exec sleep 60');
    const slow = await setUp({ binary, timeoutMs: 100, measureSize: false });
    await expect(slow.git.run(['commit'])).rejects.toMatchObject({
      exitCode: undefined,
      message: expect.stringContaining('was stopped after 100 ms'),
    });
    const patient = await setUp({ binary, measureSize: false });
    const signal = AbortSignal.timeout(100);
    await expect(patient.git.run(['commit'], { signal })).rejects.toMatchObject({
      message: expect.stringContaining('was aborted'),
      cause: { name: 'AbortError' },
    });
    expect(patient.recorded()).toEqual(['create 0 (1 failed), 0 sized 0 B']);
  });

  it('outlives a command that does not read its input', async () => {
    const folder = await createTemporaryFolder();
    const binary = join(folder, 'deaf-git');
    await writeScript(binary, 'exec 0<&-', 'echo done');
    const { git } = await setUp({ binary });
    await expect(git.run(['status'], { input: Buffer.alloc(4_000_000) })).resolves.toMatchObject({
      stdout: 'done\n',
    });
  });
});
