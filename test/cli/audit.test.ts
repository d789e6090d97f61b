import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditCommand } from '../../src/cli/audit.ts';
import { runCli } from '../../src/cli/run.ts';
import { LogBuilder, toTexts } from '../audit/log-builder.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

async function run(...args: readonly string[]) {
  const printed: string[] = [];
  const errors: string[] = [];
  const code = await runCli(['audit', ...args], {
    commands: [auditCommand],
    version: '1.2.3',
    env: {},
    print: line => printed.push(line),
    printError: line => errors.push(line),
  });
  return { code, printed, errors };
}

function buildLog(): LogBuilder {
  return new LogBuilder().batch(['a', 'b \u2028 c']).action({ action: 'token.issue' }).checkpoint();
}

/** The files that an auditor has. */
async function writeFiles(log: LogBuilder, edit: (text: string) => string = text => text) {
  const folder = await createTemporaryFolder();
  const files = {
    exported: join(folder, 'export.ndjson'),
    key: join(folder, 'audit.vkey'),
    checkpoints: join(folder, 'checkpoints.txt'),
  };
  await writeFile(files.exported, edit(`${toTexts(log.lines).join('\n')}\n`));
  await writeFile(files.key, `# the key of the audit log\n${log.key.vkey}\n`);
  await writeFile(files.checkpoints, log.notes.join(''));
  return files;
}

describe('aiwatch audit verify', () => {
  it('says that an export is valid, given the public key or a file of it', async () => {
    const log = buildLog();
    const { exported, key, checkpoints } = await writeFiles(log);
    const valid = {
      code: 0,
      printed: [
        'VALID: everything is there as it was committed.',
        '  2 leaves (0 to 1)',
        '  records: 2 as committed, 0 erased, 0 expired',
        '  details of actions: 1 as committed, 0 erased, 0 expired',
        '  1 signed checkpoint checked',
      ],
      errors: [],
    };
    expect(await run('verify', exported, '--key', log.key.vkey)).toEqual(valid);
    expect(await run('verify', exported, '--key', key, '--checkpoints', checkpoints)).toEqual(valid);
  });

  it('names what was changed, and fails', async () => {
    const log = buildLog();
    const { exported, key } = await writeFiles(log, text => text.replace('"text":"a"', '"text":"A"'));
    const { code, printed, errors } = await run('verify', exported, '--key', key);
    expect([code, errors]).toEqual([1, []]);
    expect(printed[0]).toBe('CHANGED: the export is not what was committed.');
    expect(printed.slice(-2)).toEqual([
      '1 problem:',
      '  leaf 0, record 0, event "0-0", line 3: changed: it is not what was committed',
    ]);
  });

  it('says what was erased, and what no checkpoint covers yet', async () => {
    const log = buildLog()
      .action({ action: 'privacy.erase', records: [[0, [1]]] })
      .checkpoint()
      .batch(['d']);
    const { exported, key } = await writeFiles(log, text => text.replace(/[^\n]*"position":1,[^\n]*\n/, ''));
    const { code, printed } = await run('verify', exported, '--key', key);
    expect(code).toBe(0);
    expect(printed.slice(0, 3)).toEqual([
      'ERASED: what is there is as it was committed; what is missing was erased, which the log says.',
      '  4 leaves (0 to 3); no checkpoint covers the last 1 yet',
      '  records: 2 as committed, 1 erased, 0 expired',
    ]);
  });

  it('notices a rewritten log by the checkpoints that were kept elsewhere', async () => {
    const log = buildLog();
    const { checkpoints } = await writeFiles(log);
    const { exported, key } = await writeFiles(new LogBuilder(log.key).batch(['x', 'y']).checkpoint());
    expect(await run('verify', exported, '--key', key)).toMatchObject({ code: 0 });
    const { code, printed } = await run('verify', exported, '--key', key, '--checkpoints', checkpoints);
    expect(code).toBe(1);
    expect(printed.at(-1)).toContain('ends after 1 leaves, but a checkpoint of 2 leaves was signed');
  });

  it.each([
    ['no subcommand', [], /expected one of verify, export, key, found none/],
    ['another subcommand', ['veryfy'], /expected one of verify, export, key, found veryfy/],
    ['no export', ['verify', '--key', 'x'], /expected the file of one export, found none/],
    ['two exports', ['verify', 'a', 'b', '--key', 'x'], /found a b/],
    ['no key', ['verify', 'a'], /expected a public key or a file of them by --key, found none/],
    ['a key file that is not there', ['verify', 'a', '--key', '/no/such'], /found \/no\/such \(ENOENT\)/],
  ])('explains its use when it gets %s', async (_what, args, message) => {
    const { code, errors } = await run(...args);
    expect(code).toBe(2);
    expect(errors.join('\n')).toMatch(message);
  });

  it('says what is wrong with a file', async () => {
    const log = buildLog();
    const { exported, key } = await writeFiles(log);
    expect(await run('verify', key, '--key', key)).toMatchObject({
      code: 1,
      errors: [expect.stringContaining('[AUDIT_EXPORT_INVALID]')],
    });
    expect(await run('verify', `${exported}x`, '--key', key)).toMatchObject({
      code: 1,
      errors: [expect.stringContaining('found ENOENT')],
    });
    const secret = await run('verify', exported, '--key', log.key.skey);
    expect(secret).toMatchObject({ code: 1, errors: [expect.stringContaining('[AUDIT_KEY_INVALID]')] });
    expect(secret.errors.join()).not.toContain(log.key.skey.slice(-40));
    expect(await run('verify', exported, '--key', exported)).toMatchObject({
      code: 1,
      errors: [expect.stringContaining('[AUDIT_KEY_INVALID]')],
    });
  });
});
