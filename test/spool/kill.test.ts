import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openSpool, SPOOL_DEFAULTS } from '../../src/spool/index.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KILLS = 20;
const CONFIG = { ...SPOOL_DEFAULTS, segmentBytes: 20_000 };

/** Appends numbers from several callers, and says which are acknowledged; delivers some, and says which. */
const PROGRAM = `
import { openSpool } from './spool/index.js';
const [dir, first] = process.argv.slice(2);
const spool = await openSpool({ dir, ...${JSON.stringify(CONFIG)} });
let next = Number(first);
const append = async () => {
  for (;;) {
    const numbers = [next++, next++, next++];
    await spool.append(numbers.map(number => Buffer.from(String(number).padEnd(200))));
    process.stdout.write('kept ' + numbers.join(' ') + '\\n');
  }
};
for (let i = 0; i < 4; i++) void append();
for (;;) {
  const batch = await spool.next({ maxRecords: 5 });
  process.stdout.write('came ' + batch.records.map(record => Number(record.toString())).join(' ') + '\\n');
  spool.commit(batch.position);
  await new Promise(resolve => setTimeout(resolve, 2));
}
`;

/** The spool as a program of its own, in JavaScript. */
async function buildProgram(): Promise<string> {
  const folder = await createTemporaryFolder();
  const settings = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      outDir: folder,
      rootDir: join(ROOT, 'src'),
      typeRoots: [join(ROOT, 'node_modules/@types')],
    },
    include: [join(ROOT, 'src/spool')],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await promisify(execFile)(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]);
  await writeFile(join(folder, 'program.js'), PROGRAM);
  return join(folder, 'program.js');
}

/** Notes what the program says, whole lines only. */
function listen(child: ChildProcess, kept: Set<number>, came: number[]): void {
  createInterface({ input: child.stdout! }).on('line', line => {
    const [kind, ...numbers] = line.split(' ');
    for (const number of numbers.map(Number)) kind === 'kept' ? kept.add(number) : came.push(number);
  });
}

test(`a spool whose process is killed ${KILLS} times at any moment loses nothing that it acknowledged`, async () => {
  const program = await buildProgram();
  const dir = await createTemporaryFolder();
  const kept = new Set<number>();
  const came: number[] = [];
  for (let life = 0; life < KILLS; life++) {
    const child = spawn(process.execPath, [program, dir, String(life * 1_000_000)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    listen(child, kept, came);
    await once(child.stdout!, 'data');
    await new Promise(resolve => setTimeout(resolve, Math.random() * 60));
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }
  const spool = await openSpool({ dir, ...CONFIG });
  const left: number[] = [];
  for (;;) {
    const batch = await spool.next({ signal: AbortSignal.abort() });
    if (batch === undefined) break;
    left.push(...batch.records.map(record => Number(Buffer.from(record).toString())));
    spool.commit(batch.position);
  }
  await spool.close();
  const found = new Set([...came, ...left]);
  expect(spool.stats().corruptTotal).toEqual({ records: 0, bytes: 0 });
  expect(kept.size).toBeGreaterThan(KILLS);
  expect([...kept].filter(number => !found.has(number))).toEqual([]);
}, 60_000);
