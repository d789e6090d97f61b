import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askServer } from '../../../src/cli/server-api/ask-server.ts';
import { saveAnswer } from '../../../src/cli/server-api/save-answer.ts';
import { startServer } from '../../support/http-server.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const context = { env: {}, print: () => {} };
const ANSWER = '{"kind":"event"}\n';

/** A server whose first answer breaks off in its middle. */
async function startBreakingServer() {
  let isFirst = true;
  const { port } = await startServer((_request, response) => {
    if (!isFirst) return response.end(ANSWER);
    isFirst = false;
    return response.write(ANSWER, () => response.destroy());
  });
  const folder = await createTemporaryFolder();
  const file = join(folder, 'export.ndjson');
  const server = `http://127.0.0.1:${port}`;
  const save = async () => saveAnswer(await askServer({ path: '/' }, { server }, context), file, context);
  return { folder, file, save };
}

describe('an answer that is saved', () => {
  it('has its name only when it is whole, so that it can be asked for again', async () => {
    const { folder, file, save } = await startBreakingServer();
    await expect(save()).rejects.toMatchObject({ code: 'OUTPUT_NOT_WRITTEN', found: 'UND_ERR_SOCKET' });
    expect(await readdir(folder)).toEqual([]);
    await save();
    expect(await readFile(file, 'utf8')).toBe(ANSWER);
    expect(await readdir(folder)).toEqual(['export.ndjson']);
  });

  it('is for its owner only, whatever a run that was killed has left', async () => {
    const { file, save } = await startBreakingServer();
    await save().catch(() => {});
    await writeFile(`${file}.part`, 'the half of it', { mode: 0o644 });
    await save();
    expect(await readFile(file, 'utf8')).toBe(ANSWER);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('overwrites nothing', async () => {
    const { file, save } = await startBreakingServer();
    await writeFile(file, 'mine');
    await expect(save()).rejects.toMatchObject({
      code: 'OUTPUT_NOT_WRITTEN',
      found: 'a file of that name',
    });
    expect(await readFile(file, 'utf8')).toBe('mine');
  });
});
