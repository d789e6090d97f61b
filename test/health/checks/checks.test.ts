import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../../src/catalogue/index.ts';
import { createMemoryCheck, watchApplications, watchAudit, watchSchema } from '../../../src/health/index.ts';
import { createReadiness } from '../../../src/health/readiness.ts';
import { createRegistry } from '../../../src/metrics/index.ts';
import { createStoreUpkeepRecorder } from '../../../src/recorders/index.ts';
import { scrapeSeries } from '../../support/scrape.ts';

const { signal } = new AbortController();
const MINUTE_MS = 60_000;

/** A time that the test moves. */
function createTime(nowMs = Date.UTC(2026, 10, 29, 12, 7)) {
  let now = nowMs;
  return {
    clock: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('the check of memory', () => {
  test.each([
    [790, 'healthy'],
    [800, 'degraded'],
    [949, 'degraded'],
    [950, 'unhealthy'],
  ])('takes %i of 1000 MB for %s', async (megabytes, status) => {
    const check = createMemoryCheck(1000 * 2 ** 20, () => ({
      residentBytes: megabytes * 2 ** 20,
      heapUsedBytes: 2 ** 20,
    }));
    expect(await check(signal)).toMatchObject({
      status,
      details: { residentMb: megabytes, limitMb: 1000, usedPercent: megabytes / 10 },
    });
  });

  test('reads that of this process', async () => {
    const { details } = await createMemoryCheck(2 ** 60)(signal);
    expect(Number(details?.['residentMb'])).toBeGreaterThan(10);
  });
});

describe('the check of the audit trail', () => {
  const start = () => {
    const time = createTime();
    const metrics = createRegistry();
    const recorder = createStoreUpkeepRecorder(metrics, buildCatalogue());
    const watch = watchAudit({ recorder, checkpointIntervalMs: MINUTE_MS, clock: time.clock });
    return { ...watch, ...time, metrics };
  };

  test('wants it signed in time, and still records what it is told', async () => {
    const { check, recorder, pass, metrics } = start();
    expect(await check(signal)).toMatchObject({ status: 'healthy', details: { leaves: null } });
    pass(16 * MINUTE_MS);
    expect(await check(signal)).toMatchObject({ status: 'degraded', error: 'the audit trail is not signed' });
    recorder.audited({ leaves: 7, signedLeaves: 7 });
    expect(await check(signal)).toMatchObject({
      status: 'healthy',
      details: { leaves: 7, checkpointAgeSeconds: 0, isConsistent: true },
    });
    expect((await scrapeSeries(metrics)).get('aiwatch_audit_leaves')).toBe(7);
  });

  test('is critical where somebody changed it', async () => {
    const { check, recorder, metrics } = start();
    recorder.auditConsistent(false);
    expect(await check(signal)).toMatchObject({ status: 'critical', details: { isConsistent: false } });
    expect((await scrapeSeries(metrics)).get('aiwatch_audit_consistent')).toBe(0);
  });
});

describe('the check of applications', () => {
  const start = (stored: { application: string; bucket: Date }[] = []) => {
    const time = createTime();
    const watch = watchApplications({
      readStored: async () => stored,
      silentAfterMs: 5 * MINUTE_MS,
      downAfterMs: 60 * MINUTE_MS,
      clock: time.clock,
    });
    const statuses = async () => {
      const { status } = await watch.check(signal);
      return [status, ...watch.list().map(each => `${each.application} ${each.status}`)];
    };
    return { ...watch, ...time, statuses };
  };

  test('is healthy before there is any', async () => {
    const { statuses } = start();
    expect(await statuses()).toEqual(['healthy']);
  });

  test('follows those whose events arrive here by the minute', async () => {
    const { seen, pass, statuses } = start();
    seen('bot');
    expect(await statuses()).toEqual(['healthy', 'bot healthy']);
    pass(6 * MINUTE_MS);
    seen('shop');
    expect(await statuses()).toEqual(['degraded', 'bot degraded', 'shop healthy']);
    pass(61 * MINUTE_MS);
    seen('shop');
    expect(await statuses()).toEqual(['unhealthy', 'bot unhealthy', 'shop healthy']);
    pass(25 * 60 * MINUTE_MS);
    seen('shop');
    expect(await statuses()).toEqual(['healthy', 'shop healthy']);
  });

  test('follows those of other servers by the quarter of an hour', async () => {
    const { pass, statuses, list } = start([
      { application: 'elsewhere', bucket: new Date(Date.UTC(2026, 10, 29, 12, 0)) },
    ]);
    expect(await statuses()).toEqual(['healthy', 'elsewhere healthy']);
    pass(14 * MINUTE_MS);
    expect(await statuses()).toEqual(['degraded', 'elsewhere degraded']);
    expect(list()).toMatchObject([{ lastEventAt: '2026-11-29T12:15:00.000Z', isExact: false }]);
  });
});

describe('the readiness of a server', () => {
  const start = () => {
    const time = createTime();
    const spool = { bytes: 0, refusedTotal: { failed: 0 }, isWritable: true };
    let version = 0;
    const schema = watchSchema(async () => {
      if (version < 0) throw new Error('away');
      return { version, known: 8 };
    });
    const readiness = createReadiness({
      schemaProblem: schema.problem,
      spool: { stats: () => spool },
      limitBytes: 1000,
      clock: time.clock,
    });
    return {
      ...time,
      spool,
      readiness,
      find: async (found: number) => {
        version = found;
        await Promise.resolve(schema.check(signal)).catch(() => {});
      },
    };
  };

  test('waits for the schema, and does not end with a database that is away for a while', async () => {
    const { readiness, find } = start();
    expect(readiness()).toEqual({ ready: false, problems: ['schema: the database was not reached yet'] });
    await find(-1);
    expect(readiness().ready).toBe(false);
    await find(8);
    expect(readiness()).toEqual({ ready: true, problems: [] });
    await find(-1);
    expect(readiness().ready).toBe(true);
    await find(0);
    expect(readiness().problems).toEqual(['schema: the tables of aiwatch are missing']);
    await find(7);
    expect(readiness().problems).toEqual(['schema: version 7 is older than 8: run aiwatch migrate']);
    await find(9);
    expect(readiness().ready).toBe(true);
  });

  test('ends with a spool that takes nothing, and comes back to try again', async () => {
    const { readiness, find, spool, pass } = start();
    await find(8);
    spool.bytes = 1000;
    expect(readiness().problems).toEqual(['spool: it is full, and takes no events']);
    Object.assign(spool, { bytes: 10, isWritable: false, refusedTotal: { failed: 1 } });
    expect(readiness().problems).toEqual(['spool: the disk does not take events']);
    pass(31_000);
    expect(readiness().ready).toBe(true);
    spool.refusedTotal.failed = 2;
    expect(readiness().ready).toBe(false);
    spool.isWritable = true;
    expect(readiness().ready).toBe(true);
  });
});
