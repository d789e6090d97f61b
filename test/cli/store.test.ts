import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateCommand } from '../../src/cli/migrate.ts';
import { storeCommand } from '../../src/cli/store.ts';
import { openStore, startEmbeddedPostgresql } from '../../src/store/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { buildEvent, buildRecord } from '../support/records.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const programs = await requirePrograms('postgres', 'initdb');

type Env = Readonly<Record<string, string>>;

/** Runs a command; the result is what it printed. */
async function run(command: typeof storeCommand, args: readonly string[], env: Env) {
  const printed: string[] = [];
  const output = new PassThrough();
  const written = text(output);
  const print = (line: string) => printed.push(line);
  const exitCode = await command.run(args, { env, print, printNote: print, output });
  output.end();
  return { exitCode, printed: printed.join('\n'), written: await written };
}
const store = (env: Env, ...args: readonly string[]) => run(storeCommand, args, env);
const migrate = (env: Env) => run(migrateCommand, [], env);

describe.skipIf(programs.skip)('aiwatch migrate and aiwatch store', () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  const external = async (): Promise<Env> => ({ DATABASE_URL: await postgresql.createDatabase() });
  const embedded = async (): Promise<Env> => ({
    AIWATCH_DATA_DIR: await createTemporaryFolder(),
  });
  const open = ({ DATABASE_URL }: Env) => openStore({ connection: { connectionString: DATABASE_URL! } });
  const countEvents = async (env: Env): Promise<number> => {
    const opened = open(env);
    try {
      return (await opened.pool.query('SELECT count(*) AS count FROM monitoring_events')).rows[0].count;
    } finally {
      await opened.close();
    }
  };
  const fill = async (env: Env, count: number): Promise<void> => {
    const opened = open(env);
    await opened.migrate();
    await opened.write(Array.from({ length: count }, () => buildRecord(buildEvent())));
    await opened.close();
  };

  it('makes the tables, says which, and that they were there', async () => {
    const env = await external();
    expect((await migrate(env)).printed).toMatch(/^ {2}events\n[\s\S]*is up to date$/);
    expect((await migrate(env)).printed).toMatch(/was up to date$/);
  });

  it('never prints the password of a database', async () => {
    const env = await external();
    const { password } = new URL(env['DATABASE_URL']!);
    expect(password).not.toBe('');
    expect((await migrate(env)).printed).not.toContain(password);
    expect((await store(env, 'export')).printed).not.toContain(password);
  });

  it('moves an embedded store to a server, and back', async () => {
    const [home, server] = [await embedded(), await external()];
    await fill(server, 25);
    const folder = await createTemporaryFolder();
    const [first, second] = [join(folder, 'first.ndjson'), join(folder, 'second.ndjson.gz')];
    await store(server, 'export', '--out', first);
    expect((await stat(first)).mode & 0o777).toBe(0o600);
    const imported = await store(home, 'import', first);
    expect(imported.printed).toMatch(/PostgreSQL \d+\.\d+ of its own[\s\S]*monitoring_events: 25\n/);
    await store(home, 'export', '--out', second);
    const other = await external();
    await store(other, 'import', second);
    expect(await countEvents(other)).toBe(25);
    const rowsOf = (ndjson: string) =>
      ndjson
        .split('\n')
        .filter(line => !line.startsWith('{"header"') && !line.startsWith('{"end"'))
        .sort();
    expect(rowsOf(gunzipSync(await readFile(second)).toString())).toEqual(
      rowsOf(await readFile(first, 'utf8')),
    );
  }, 120_000);

  it('writes an export to the standard output, and what people read beside it', async () => {
    const env = await external();
    await fill(env, 3);
    const { written, printed } = await store(env, 'export');
    expect(written.split('\n').filter(line => line !== '' && JSON.parse(line).row?.event_id)).toHaveLength(3);
    expect(printed).toContain('exporting PostgreSQL at');
  });

  it('refuses an embedded store while a server runs on it', async () => {
    const env = await embedded();
    const server = await startEmbeddedPostgresql({
      dataDir: env['AIWATCH_DATA_DIR']!,
      onNotice: () => {},
      onProblem: () => {},
    });
    try {
      await expect(store(env, 'export')).rejects.toThrow(`found process ${process.pid}`);
    } finally {
      await server.stop();
    }
  });

  it('makes no store only to export it', async () => {
    const env = await embedded();
    await expect(store(env, 'export')).rejects.toThrow('[STORE_SCHEMA_OLDER]');
    expect(await readdir(env['AIWATCH_DATA_DIR']!)).toEqual([]);
  });

  it('makes no store only to find that there is nothing to import', async () => {
    const env = await embedded();
    await expect(store(env, 'import', 'nowhere.ndjson')).rejects.toThrow('[STORE_EXPORT_INVALID]');
    expect(await readdir(env['AIWATCH_DATA_DIR']!)).toEqual([]);
  });

  it('overwrites no file, and leaves none behind that is not whole', async () => {
    const env = await external();
    const folder = await createTemporaryFolder();
    const file = join(folder, 'export.ndjson');
    await expect(store(env, 'export', '--out', file)).rejects.toThrow('[STORE_SCHEMA_OLDER]');
    await expect(stat(`${file}.part`)).rejects.toThrow('ENOENT');
    await writeFile(file, 'mine');
    await expect(store(env, 'export', '--out', file)).rejects.toThrow('[OUTPUT_NOT_WRITTEN]');
    await expect(store(env, 'export', '--out', join(folder, 'no', 'such.ndjson'))).rejects.toThrow('ENOENT');
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('refuses a file that is cut off or not there', async () => {
    const [env, target] = [await external(), await external()];
    await fill(env, 3);
    const folder = await createTemporaryFolder();
    const file = join(folder, 'export.ndjson.gz');
    await store(env, 'export', '--out', file);
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, bytes.length - 20));
    await expect(store(target, 'import', file)).rejects.toThrow('[STORE_EXPORT_INVALID]');
    await expect(store(target, 'import', join(folder, 'none'))).rejects.toThrow('found ENOENT');
  });

  it.each([[], ['move'], ['import'], ['import', 'a', 'b'], ['export', '--nonsense']])(
    'refuses the arguments %s',
    async (...args) => {
      await expect(store({}, ...args)).rejects.toThrow('[COMMAND_USAGE]');
    },
  );
});
