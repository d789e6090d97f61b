import { describe, expect, it } from 'vitest';
import {
  type AuditSummary,
  canonicalJson,
  type ExportLine,
  generateAuditKey,
  MerkleFrontier,
  type VerifyOptions,
  verifyExport,
} from '../../src/audit/index.ts';
import { LogBuilder, toTexts } from './log-builder.ts';

const KEY = generateAuditKey('aiwatch.example/audit');

function verify(lines: readonly ExportLine[], options: Partial<VerifyOptions> = {}): Promise<AuditSummary> {
  return verifyExport(toTexts(lines), { keys: [KEY], ...options });
}

/** Two batches and an action, signed twice. */
function buildLog(): LogBuilder {
  return new LogBuilder(KEY)
    .batch(['a', 'b', 'c'])
    .checkpoint()
    .action({ action: 'token.issue' })
    .batch(['d', 'e'])
    .checkpoint();
}

const isRecord =
  (leaf: number, ...positions: number[]) =>
  (line: ExportLine) =>
    line.kind === 'record' &&
    line.leaf === leaf &&
    (positions.length === 0 || positions.includes(line.position));

/** The lines without some. */
function without(lines: readonly ExportLine[], isGone: (line: ExportLine) => boolean): ExportLine[] {
  return lines.filter(line => !isGone(line));
}

describe('an export as it was written', () => {
  it('is valid, and says what was checked', async () => {
    expect(await verify(buildLog().lines)).toEqual({
      verdict: 'valid',
      firstLeaf: 0,
      leaves: 3,
      unsignedLeaves: 0,
      records: 5,
      actions: 1,
      erasedRecords: 0,
      expiredRecords: 0,
      erasedActions: 0,
      expiredActions: 0,
      checkpoints: 2,
      earlierCheckpoints: 0,
      problemCount: 0,
      problems: [],
    });
  });

  it('may have its keys in another order, and spaces: what it means is what counts', async () => {
    const texts = buildLog().lines.map(line =>
      JSON.stringify(Object.fromEntries(Object.entries(line).reverse()), null, 1).replaceAll('\n', ' '),
    );
    expect(await verifyExport([...texts, ''], { keys: [KEY] })).toMatchObject({ verdict: 'valid' });
  });

  it('may have its checkpoints before the leaves', async () => {
    const { lines } = buildLog();
    const [header, ...rest] = lines;
    const isNote = (line: ExportLine) => line.kind === 'checkpoint';
    const sorted = [header!, ...rest.filter(isNote), ...without(rest, isNote)];
    expect(await verify(sorted)).toMatchObject({ verdict: 'valid', checkpoints: 2 });
  });

  it('says how many leaves no checkpoint covers yet', async () => {
    const { lines } = buildLog().batch(['f']).action({ action: 'token.revoke' });
    expect(await verify(lines)).toMatchObject({ verdict: 'valid', leaves: 5, unsignedLeaves: 2 });
  });

  it('may begin in the middle of the log', async () => {
    const log = buildLog();
    const start = log.tree.toJSON();
    const [header, ...later] = [log.lines[0]!, ...log.batch(['f', 'g']).checkpoint().lines.slice(-4)];
    const lines = [{ ...header, start } as ExportLine, ...later];
    const summary = { verdict: 'valid', firstLeaf: 3, leaves: 1, records: 2, unsignedLeaves: 0 };
    expect(await verify(lines)).toMatchObject(summary);
    expect(await verify(lines, { checkpoints: log.notes })).toMatchObject({
      ...summary,
      checkpoints: 2,
      earlierCheckpoints: 1,
    });
    const wrong = new MerkleFrontier();
    for (let leaf = 0; leaf < 3; leaf++) wrong.append(Buffer.alloc(32));
    expect(await verify([{ ...header, start: wrong.toJSON() } as ExportLine, ...later])).toMatchObject({
      verdict: 'changed',
    });
  });

  it.each([
    ['is empty', []],
    ['has no header', ['{"kind":"checkpoint","note":""}']],
    ['is of a later version', ['{"kind":"header","format":"aiwatch-audit","version":2}']],
    ['is something else', ['hello']],
  ])('is refused when it %s', async (_what, lines) => {
    await expect(verifyExport(lines, { keys: [KEY] })).rejects.toThrow('[AUDIT_EXPORT_INVALID]');
  });
});

describe('a record', () => {
  it('that was changed is named', async () => {
    const lines = buildLog().lines.map(line =>
      line.kind === 'record' && line.leaf === 0 && line.position === 1
        ? { ...line, event: { ...line.event, data: { text: 'other', tokens: 12 } } }
        : line,
    );
    expect(await verify(lines)).toMatchObject({
      verdict: 'changed',
      records: 4,
      problemCount: 1,
      problems: [{ line: 4, leaf: 0, record: 1, eventId: '0-1', reason: expect.stringContaining('changed') }],
    });
  });

  it('that is missing is named', async () => {
    expect(await verify(without(buildLog().lines, isRecord(2, 1)))).toMatchObject({
      verdict: 'changed',
      problems: [{ line: 0, leaf: 2, record: 1, reason: 'missing' }],
    });
    expect(await verify(without(buildLog().lines, isRecord(0)))).toMatchObject({
      problems: [{ leaf: 0, reason: 'missing: all its records (3)' }],
    });
  });

  it('that was added is named, at whatever place', async () => {
    const { lines } = buildLog();
    const added = lines.find(isRecord(0, 0)) as ExportLine & { kind: 'record' };
    for (const change of [{ position: 3 }, { position: 0 }, { leaf: 2 }, { leaf: 7 }]) {
      const [head, rest] = [lines.slice(0, 5), lines.slice(5)];
      expect(await verify([...head, { ...added, ...change }, ...rest])).toMatchObject({
        verdict: 'changed',
        problems: [{ line: 6, eventId: '0-0', reason: expect.stringContaining('added') }],
      });
    }
  });

  it('that changed places with another is named with it', async () => {
    const swapped = buildLog().lines.map(line =>
      line.kind === 'record' && line.leaf === 2 ? { ...line, position: 1 - line.position } : line,
    );
    const { problems } = await verify(swapped);
    expect(problems.map(({ leaf, record }) => [leaf, record])).toEqual([
      [2, 1],
      [2, 0],
    ]);
  });

  it('with an id that is none, or nested beyond measure, is a problem and no failure', async () => {
    const { lines } = buildLog();
    const record = lines.find(isRecord(0, 0))!;
    const nested = toTexts([{ ...record, event: { data: 0 } } as ExportLine])[0]!.replace(
      '"data":0',
      `"data":${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    );
    for (const text of [toTexts([{ ...record, id: 'x' } as ExportLine])[0]!, nested]) {
      const texts = toTexts(lines).with(lines.indexOf(record), text);
      expect(await verifyExport(texts, { keys: [KEY] })).toMatchObject({ verdict: 'changed' });
    }
  });
});

describe('the details of an action', () => {
  it('that were changed, removed, doubled or moved are named by their leaf', async () => {
    const { lines } = buildLog();
    const place = lines.findIndex(({ kind }) => kind === 'action');
    const details = lines[place] as ExportLine & { kind: 'action' };
    const changes = [
      lines.with(place, { ...details, payload: { actor: 'somebody else' } }),
      lines.with(place, { ...details, salt: 'AAAA' }),
      lines.toSpliced(place, 1),
      lines.toSpliced(place, 0, details),
      lines.toSpliced(2, 0, details),
    ];
    for (const changed of changes) {
      expect(await verify(changed)).toMatchObject({ verdict: 'changed', problems: [{ leaf: 1 }] });
    }
  });
});

describe('the order of the leaves', () => {
  it('is part of what was signed', async () => {
    const log = new LogBuilder(KEY).batch(['a']).batch(['b']).checkpoint();
    const [header, leaf0, record0, leaf1, record1, note] = log.lines as [ExportLine, ...ExportLine[]];
    const moved = [header, leaf1, record1, leaf0, record0, note] as ExportLine[];
    expect(await verify(moved)).toMatchObject({ verdict: 'changed' });
    const renumbered = moved.map(line => {
      if (line.kind === 'leaf') return { ...line, index: 1 - line.index };
      return line.kind === 'record' ? { ...line, leaf: 1 - line.leaf } : line;
    });
    expect(await verify(renumbered)).toMatchObject({
      verdict: 'changed',
      problems: [{ reason: expect.stringContaining('the leaves up to 1 are not those that were signed') }],
    });
  });

  it('has no holes', async () => {
    const { lines } = buildLog();
    const noAction = without(
      lines,
      line => line.kind === 'action' || (line.kind === 'leaf' && line.index === 1),
    );
    const summary = await verify(noAction);
    expect(summary.verdict).toBe('changed');
    expect(summary.problems[0]).toMatchObject({ leaf: 2, reason: 'leaf 1 should stand here' });
  });
});

describe('a history that was rewritten', () => {
  /** Another history with the same key's checkpoints taken from the true one. */
  function rewrite(texts: readonly string[], key = KEY): LogBuilder {
    return new LogBuilder(key)
      .batch(texts)
      .checkpoint()
      .action({ action: 'token.issue' })
      .batch(['d', 'e'])
      .checkpoint();
  }

  it('consistently, but without the key, disagrees with the checkpoints', async () => {
    const log = buildLog();
    const forged = rewrite(['a', 'B', 'c']).lines.map((line, index) =>
      line.kind === 'checkpoint' ? log.lines[index]! : line,
    );
    expect(await verify(forged)).toMatchObject({
      verdict: 'changed',
      checkpoints: 0,
      problemCount: 1,
      problems: [{ reason: expect.stringContaining('the leaves up to 0 are not') }],
    });
    const signedByOther = rewrite(['a', 'B', 'c'], generateAuditKey(KEY.name));
    expect(await verify(signedByOther.lines)).toMatchObject({ verdict: 'changed', problemCount: 2 });
  });

  it('even with the key, disagrees with the checkpoints that had left the database', async () => {
    const log = buildLog();
    const forged = rewrite(['a', 'B', 'c']);
    expect(await verify(forged.lines)).toMatchObject({ verdict: 'valid' });
    expect(await verify(forged.lines, { checkpoints: log.notes })).toMatchObject({
      verdict: 'changed',
      problems: [{ reason: expect.stringContaining('are not those that were signed') }],
    });
    expect(await verify(log.lines, { checkpoints: log.notes })).toMatchObject({ verdict: 'valid' });
  });

  it('by cutting its end is noticed by a checkpoint that remains', async () => {
    const log = buildLog();
    const cut = log.lines.slice(
      0,
      log.lines.findIndex(line => line.kind === 'leaf' && line.index === 2),
    );
    expect(await verify(cut)).toMatchObject({ verdict: 'valid', leaves: 2, unsignedLeaves: 1 });
    expect(await verify(cut, { checkpoints: log.notes })).toMatchObject({
      verdict: 'changed',
      problems: [{ line: 0, reason: expect.stringContaining('ends after 2 leaves, but a checkpoint of 3') }],
    });
  });

  it('by taking all checkpoints away is not believed', async () => {
    const unsigned = without(buildLog().lines, line => line.kind === 'checkpoint');
    expect(await verify(unsigned)).toMatchObject({
      verdict: 'changed',
      problems: [{ reason: expect.stringContaining('no checkpoint') }],
    });
  });
});

describe('records that were erased', () => {
  const erase = (log: LogBuilder) =>
    log.action(
      {
        action: 'privacy.erase',
        records: [
          [0, [1]],
          [2, [0, 1]],
        ],
      },
      { user: 'u' },
    );

  it('leave an export that says so', async () => {
    const log = erase(buildLog()).checkpoint();
    const lines = without(log.lines, line => isRecord(0, 1)(line) || isRecord(2)(line));
    expect(await verify(lines)).toMatchObject({
      verdict: 'erased',
      records: 2,
      erasedRecords: 3,
      problemCount: 0,
    });
  });

  it('are those that the erasure names, and no more', async () => {
    const log = erase(buildLog()).checkpoint();
    expect(await verify(without(log.lines, isRecord(0, 1, 2)))).toMatchObject({
      verdict: 'changed',
      erasedRecords: 1,
      problems: [{ leaf: 0, record: 2, reason: 'missing' }],
    });
  });

  it('are missing as long as no checkpoint covers the erasure: anybody could have appended it', async () => {
    const lines = without(erase(buildLog()).lines, isRecord(0, 1));
    expect(await verify(lines)).toMatchObject({ verdict: 'changed', problems: [{ leaf: 0, record: 1 }] });
  });

  it('come before their erasure', async () => {
    const log = new LogBuilder(KEY).action({ action: 'privacy.erase', records: [[1, [0]]] }).batch(['a']);
    expect(await verify(without(log.checkpoint().lines, isRecord(1)))).toMatchObject({ verdict: 'changed' });
  });

  it('take the details of the actions along that name the person', async () => {
    const log = buildLog()
      .action({ action: 'privacy.erase', actions: [1] })
      .checkpoint();
    const lines = without(log.lines, line => line.kind === 'action' && line.leaf === 1);
    expect(await verify(lines)).toMatchObject({ verdict: 'erased', actions: 1, erasedActions: 1 });
  });
});

describe('records whose retention ended', () => {
  const drop = {
    action: 'retention.drop',
    table: 'monitoring_events',
    day: '2026-01-30',
    retentionDays: 1,
    at: '2026-02-01T00:00:00.000Z',
  };

  function buildOld(): LogBuilder {
    return new LogBuilder(KEY).batch(['a', 'b'], '2026-01-30').batch(['c']).checkpoint();
  }

  it('leave an export that says so, with their commitments or without', async () => {
    const log = buildOld().action(drop).checkpoint();
    const lines = without(log.lines, isRecord(0));
    const expected = { verdict: 'expired', records: 1, expiredRecords: 2, problemCount: 0 };
    expect(await verify(lines)).toMatchObject(expected);
    const bare = lines.map(line =>
      line.kind === 'leaf' && line.index === 0 ? { ...line, commitments: null } : line,
    );
    expect(await verify(bare)).toMatchObject(expected);
  });

  it('are those of the day and the table that the log names', async () => {
    for (const change of [{ table: 'request_logs' }, { day: '2026-01-29' }]) {
      const log = buildOld()
        .action({ ...drop, ...change })
        .checkpoint();
      expect(await verify(without(log.lines, isRecord(0)))).toMatchObject({ verdict: 'changed' });
    }
    const log = buildOld().action(drop).checkpoint();
    expect(await verify(without(log.lines, isRecord(1)))).toMatchObject({
      verdict: 'changed',
      problems: [{ leaf: 1, reason: 'missing: all its records (1)' }],
    });
  });

  it('were kept for as long as the log says, which is a day at least', async () => {
    for (const change of [
      { at: '2026-01-30T23:00:00.000Z' },
      { at: '2026-01-31T23:59:59.999Z' },
      { at: 'one day' },
      { retentionDays: 2 },
      { retentionDays: undefined },
      { retentionDays: 0 },
    ]) {
      const log = buildOld()
        .action({ ...drop, ...change } as typeof drop)
        .checkpoint();
      expect(await verify(without(log.lines, isRecord(0)))).toMatchObject({ verdict: 'changed' });
    }
  });

  it('do not excuse a batch of that day that was stored afterwards', async () => {
    const log = buildOld().action(drop).batch(['late'], '2026-01-30').checkpoint();
    expect(await verify(without(log.lines, isRecord(3)))).toMatchObject({ verdict: 'changed' });
  });

  it('may have been erased before: the verdict tells of the erasure', async () => {
    const log = buildOld().action({ action: 'privacy.erase', records: [[0, [0]]] });
    const lines = without(log.action(drop).checkpoint().lines, isRecord(0));
    expect(await verify(lines)).toMatchObject({ verdict: 'erased', erasedRecords: 1, expiredRecords: 1 });
  });

  it('end for the details of actions too', async () => {
    const log = buildLog()
      .action({ ...drop, table: 'audit_leaves', day: '2026-01-31', at: '2026-02-02T00:00:00.000Z' })
      .checkpoint();
    const lines = without(log.lines, line => line.kind === 'action' && line.leaf === 1);
    expect(await verify(lines)).toMatchObject({ verdict: 'expired', expiredActions: 1, actions: 1 });
  });
});

describe('a batch without its commitments', () => {
  const bare = (lines: readonly ExportLine[]) =>
    lines.map(line => (line.kind === 'leaf' ? { ...line, commitments: null } : line));

  it('is checked by all its records together', async () => {
    const { lines } = buildLog();
    expect(await verify(bare(lines))).toMatchObject({ verdict: 'valid', records: 5 });
    const changed = bare(lines).map(line => (isRecord(2, 0)(line) ? { ...line, event: {} } : line));
    expect(await verify(changed as ExportLine[])).toMatchObject({
      verdict: 'changed',
      problems: [{ leaf: 2 }],
    });
  });

  it('cannot be checked by some of them', async () => {
    const log = buildLog()
      .action({ action: 'privacy.erase', records: [[0, [1]]] })
      .checkpoint();
    expect(await verify(bare(without(log.lines, isRecord(0, 1))))).toMatchObject({
      verdict: 'changed',
      problems: [{ leaf: 0, reason: expect.stringContaining('cannot be checked') }],
    });
  });
});

describe('a large number of problems', () => {
  it('is counted; the first hundred are named', async () => {
    const log = new LogBuilder(KEY).batch(Array.from({ length: 150 }, String)).checkpoint();
    const lines = log.lines.map(line => (line.kind === 'record' ? { ...line, event: {} } : line));
    const { problemCount, problems } = await verify(lines);
    expect([problemCount, problems.length]).toEqual([150, 100]);
  });
});

describe('any change of one byte', () => {
  /** What an export means: its lines as values. */
  const meaningOf = (text: string): string =>
    text
      .split('\n')
      .map(line => canonicalJson(JSON.parse(line)))
      .join('\n');

  function isSameMeaning(text: string, original: string): boolean {
    try {
      return meaningOf(text) === meaningOf(original);
    } catch {
      return false;
    }
  }

  async function isNoticed(text: string): Promise<boolean> {
    try {
      return (await verifyExport(text.split('\n'), { keys: [KEY] })).verdict === 'changed';
    } catch {
      return true;
    }
  }

  it('is noticed, or changes nothing of what the export means', async () => {
    const log = new LogBuilder(KEY).batch(['a \ufffd "', 'é']).action({ action: 'x' }).checkpoint();
    const original = toTexts(log.lines).join('\n');
    const bytes = Buffer.from(original);
    const unnoticed: string[] = [];
    for (let index = 0; index < bytes.length; index++) {
      for (const bit of [1, 4, 32, 128]) {
        const changed = Buffer.from(bytes);
        changed[index]! ^= bit;
        const text = changed.toString();
        if (!(await isNoticed(text)) && !isSameMeaning(text, original)) unnoticed.push(text);
      }
    }
    expect(unnoticed).toEqual([]);
  });

  it('and of one line left out or doubled is noticed too', async () => {
    const texts = toTexts(buildLog().lines);
    const isHarmless = (index: number) => texts[index]!.includes('"checkpoint"');
    for (let index = 0; index < texts.length; index++) {
      if (isHarmless(index)) continue;
      expect(await isNoticed(texts.toSpliced(index, 1).join('\n')), texts[index]).toBe(true);
      expect(await isNoticed(texts.toSpliced(index, 0, texts[index]!).join('\n')), texts[index]).toBe(true);
    }
  });
});
