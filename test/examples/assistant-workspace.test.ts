import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { connect, startServers } from './assistant-servers.ts';

describe('files', () => {
  test('are created, replaced, listed, read and deleted', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    expect((await client.call('PUT', '/api/files/notes/one.md', { text: 'one' })).status).toBe(201);
    expect((await client.call('PUT', '/api/files/notes/one.md', { text: 'zwölf' })).status).toBe(200);
    expect((await client.call('GET', '/api/files')).json).toEqual({
      files: [{ path: 'notes/one.md', sizeBytes: 6 }],
    });
    const read = await client.call('GET', '/api/files/notes/one.md');
    expect([read.text, read.headers.get('content-type')]).toEqual(['zwölf', 'text/plain; charset=utf-8']);
    expect((await client.call('DELETE', '/api/files/notes/one.md')).status).toBe(204);
    expect((await client.call('DELETE', '/api/files/notes/one.md')).status).toBe(404);
    expect((await client.call('GET', '/api/files/notes/one.md')).status).toBe(404);
  });

  test('outside of the workspace, and those of git, are refused', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    await client.call('POST', '/api/versions', { json: { message: 'first' } });
    const paths = [
      '..%2F..%2Fsettings.json',
      '..%2F.git%2Fconfig',
      'notes%2F..%2F..%2Fone.md',
      '%2Fetc%2Fpasswd',
      '.git%2Fconfig',
      'notes%2F.GIT%2Fhooks%2Fpre-commit',
      'notes%5C..%5Cone.md',
      'notes%2F%2Fone.md',
      'notes%2F',
      'one%00.md',
      'a%2F'.repeat(12).concat('b'),
      'x'.repeat(300),
    ];
    for (const path of paths) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const sent = method === 'PUT' ? { text: 'x' } : {};
        const { status, text } = await client.call(method, `/api/files/${path}`, sent);
        expect([path, method, status]).toEqual([path, method, 400]);
        expect(text).not.toContain(assistant.workspace);
      }
    }
  });

  test('behind symbolic links are neither read nor written nor listed', async () => {
    const outside = await createTemporaryFolder();
    await writeFile(join(outside, 'secret.txt'), 'secret');
    const { assistant } = await startServers();
    const client = await connect(assistant);
    await client.call('PUT', '/api/files/one.md', { text: 'one' });
    const files = join(assistant.workspace, 'user_1', 'files');
    await symlink(outside, join(files, 'folder'));
    await symlink(join(outside, 'secret.txt'), join(files, 'file.txt'));
    expect((await client.call('GET', '/api/files/folder/secret.txt')).status).toBe(400);
    expect((await client.call('GET', '/api/files/file.txt')).status).toBe(400);
    expect((await client.call('PUT', '/api/files/file.txt', { text: 'x' })).status).toBe(400);
    expect((await client.call('PUT', '/api/files/folder/new.txt', { text: 'x' })).status).toBe(400);
    expect((await client.call('DELETE', '/api/files/folder/secret.txt')).status).toBe(400);
    expect((await client.call('GET', '/api/files')).json.files).toHaveLength(1);
    expect(await readdir(outside)).toEqual(['secret.txt']);
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
  });

  test('are not folders, and folders are not files', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    await client.call('PUT', '/api/files/notes/one.md', { text: 'one' });
    expect((await client.call('GET', '/api/files/notes')).status).toBe(400);
    expect((await client.call('PUT', '/api/files/notes', { text: 'x' })).status).toBe(400);
    expect((await client.call('PUT', '/api/files/notes/one.md/two.md', { text: 'x' })).status).toBe(400);
    expect((await client.call('DELETE', '/api/files/notes')).status).toBe(400);
  });

  test('have at most 1 MiB', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const put = async (length: number) =>
      (await client.call('PUT', '/api/files/big.txt', { text: 'x'.repeat(length) })).status;
    expect([await put(2 ** 20), await put(2 ** 20 + 1), await put(0)]).toEqual([201, 413, 200]);
  });

  test('of a project come from its template, once', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const json = { name: 'shop', template: 'python' };
    expect((await client.call('POST', '/api/projects', { json })).json.files).toEqual([
      'shop/README.md',
      'shop/main.py',
    ]);
    expect((await client.call('GET', '/api/files/shop/main.py')).text).toBe('print("Hello from shop")\n');
    expect((await client.call('POST', '/api/projects', { json })).status).toBe(409);
  });
});

describe('versions', () => {
  test('bring back the files exactly as they were', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const put = (path: string, text: string) => client.call('PUT', `/api/files/${path}`, { text });
    const content = 'one\r\ntwo\n$Id$ ü\n';
    await put('src/one.txt', content);
    await put('.gitignore', '*.txt\n');
    const first = (await client.call('POST', '/api/versions', { json: { message: 'first' } })).json.id;
    await put('src/one.txt', 'changed');
    await put('src/two.txt', 'two');
    const second = (await client.call('POST', '/api/versions', { json: { message: 'second' } })).json.id;
    await put('src/three.txt', 'in no version');

    expect((await client.call('POST', `/api/versions/${first}/restore`)).status).toBe(200);
    expect((await client.call('GET', '/api/files/src/one.txt')).text).toBe(content);
    expect((await client.call('GET', '/api/files')).json.files).toHaveLength(2);
    await client.call('POST', `/api/versions/${second}/restore`);
    expect((await client.call('GET', '/api/files/src/one.txt')).text).toBe('changed');
    expect((await client.call('GET', '/api/files/src/two.txt')).text).toBe('two');
  });

  test('can be of an empty workspace', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const empty = (await client.call('POST', '/api/versions', { json: { message: 'empty' } })).json.id;
    await client.call('PUT', '/api/files/one.md', { text: 'one' });
    expect((await client.call('POST', `/api/versions/${empty}/restore`)).status).toBe(200);
    expect((await client.call('GET', '/api/files')).json.files).toEqual([]);
    expect((await client.call('PUT', '/api/files/one.md', { text: 'one' })).status).toBe(201);
  });

  test('are listed with their messages, and gone when deleted', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    expect((await client.call('GET', '/api/versions')).json).toEqual({ versions: [] });
    const message = '--amend $(id) "ünusual"';
    const { id } = (await client.call('POST', '/api/versions', { json: { message } })).json;
    const { versions } = (await client.call('GET', '/api/versions')).json;
    expect(versions).toEqual([{ id, message, createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) }]);
    expect((await client.call('DELETE', `/api/versions/${id}`)).status).toBe(204);
    expect((await client.call('GET', '/api/versions')).json).toEqual({ versions: [] });
    for (const unknown of [id, 'no-such-version', '--help', '..%2Fheads%2Fmain']) {
      expect((await client.call('POST', `/api/versions/${unknown}/restore`)).status).toBe(404);
      expect((await client.call('DELETE', `/api/versions/${unknown}`)).status).toBe(404);
    }
  });

  test('asked for at the same time are made one after another', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map(message => client.call('POST', '/api/versions', { json: { message } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect((await client.call('GET', '/api/versions')).json.versions).toHaveLength(4);
  });

  test('lie in a repository of their own, also when another one encloses them', async () => {
    const folder = await createTemporaryFolder();
    await mkdir(join(folder, '.git'));
    const { assistant } = await startServers({ workspace: join(folder, 'data') });
    const client = await connect(assistant);
    expect((await client.call('POST', '/api/versions', { json: { message: 'mine' } })).status).toBe(201);
    expect(await readdir(join(folder, '.git'))).toEqual([]);
  });

  test('are there again when the assistant starts again', async () => {
    const workspace = await createTemporaryFolder();
    const first = await startServers({ workspace });
    await (await connect(first.assistant)).call('POST', '/api/versions', { json: { message: 'kept' } });
    await first.assistant.close();
    const second = await startServers({ workspace });
    const client = await connect(second.assistant);
    expect((await client.call('GET', '/api/versions')).json.versions).toMatchObject([{ message: 'kept' }]);
    expect((await client.call('POST', '/api/versions', { json: { message: 'more' } })).status).toBe(201);
  });
});
