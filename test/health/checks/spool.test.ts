import { describe, expect, onTestFinished, test } from 'vitest';
import { createSpoolCheck } from '../../../src/health/index.ts';
import { openSpool, SPOOL_DEFAULTS } from '../../../src/spool/index.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const LIMIT_BYTES = 100_000;

/** A real spool, and a check of it whose time the test moves. */
async function start() {
  let nowMs = Date.now();
  const clock = () => nowMs;
  const spool = await openSpool(
    { ...SPOOL_DEFAULTS, dir: await createTemporaryFolder(), maxBytes: LIMIT_BYTES, segmentBytes: 10_000 },
    { clock },
  );
  onTestFinished(() => spool.close());
  const check = createSpoolCheck({ read: () => spool.stats(), limitBytes: LIMIT_BYTES, clock });
  return {
    append: (bytes: number) => spool.append([Buffer.alloc(bytes, 'x')]),
    deliver: async () => {
      const batch = await spool.next({ signal: AbortSignal.abort(), maxRecords: 1 });
      if (batch !== undefined) spool.commit(batch.position);
    },
    pass: (ms: number) => {
      nowMs += ms;
    },
    look: async () => check(new AbortController().signal),
  };
}

describe('the check of a spool', () => {
  test('is healthy while events are delivered in time', async () => {
    const { append, look, pass, deliver } = await start();
    expect(await look()).toMatchObject({ status: 'healthy', details: { events: 0, oldestSeconds: 0 } });
    await append(100);
    pass(5000);
    expect(await look()).toMatchObject({ status: 'healthy', details: { events: 1, isWritable: true } });
    await deliver();
    expect(await look()).toMatchObject({ status: 'healthy', details: { events: 0 } });
  });

  test('goes red where events wait and none is delivered', async () => {
    const { append, look, pass, deliver } = await start();
    await append(100);
    await look();
    pass(31_000);
    expect(await look()).toMatchObject({
      status: 'unhealthy',
      error: 'events wait, and none is delivered',
      details: { events: 1, oldestSeconds: 31 },
    });
    await deliver();
    expect(await look()).toMatchObject({ status: 'healthy' });
  });

  test('is yellow while a backlog becomes shorter', async () => {
    const { append, look, pass, deliver } = await start();
    for (let i = 0; i < 3; i++) await append(100);
    pass(31_000);
    await look();
    await deliver();
    expect(await look()).toMatchObject({ status: 'degraded', error: 'events are delivered late' });
  });

  test('is not alarmed by the first event after a long silence', async () => {
    const { append, look, pass } = await start();
    await look();
    pass(3_600_000);
    await append(100);
    expect(await look()).toMatchObject({ status: 'healthy', details: { events: 1 } });
  });

  test('tells of one that fills up, before it is full', async () => {
    const { append, look } = await start();
    for (let i = 0; i < 6; i++) await append(9000);
    expect(await look()).toMatchObject({ status: 'degraded', error: 'it is filling up' });
    for (let i = 0; i < 4; i++) await append(9000);
    expect(await look()).toMatchObject({ status: 'critical', error: 'it is almost full' });
  });
});
