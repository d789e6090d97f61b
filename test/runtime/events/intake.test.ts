import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../src/catalogue/index.ts';
import { AiwatchError } from '../../../src/errors.ts';
import { createAcceptance } from '../../../src/events/index.ts';
import { createRegistry } from '../../../src/metrics/index.ts';
import { createEventFlowRecorder } from '../../../src/recorders/index.ts';
import { createIntake } from '../../../src/runtime/events/intake.ts';
import { scrapeSeries } from '../../support/scrape.ts';

const SOURCE = { application: 'assistant', environment: 'test', instance: 'one' };

function start(append: (records: readonly Uint8Array[]) => Promise<void> = async () => {}) {
  const registry = createRegistry();
  const spooled: string[] = [];
  const acceptance = createAcceptance({
    privacy: {
      captureLevel: 'redacted',
      personalData: 'mask',
      hashKey: 'k',
      fileContents: false,
      anonymizeUsers: false,
    },
    sampling: { rates: { tool: 0 }, defaultRate: 1 },
    retentionDays: 30,
  });
  const spool = {
    append: async (records: readonly Uint8Array[]) => {
      await append(records);
      spooled.push(...records.map(record => Buffer.from(record).toString().slice(36)));
    },
  };
  const recorder = createEventFlowRecorder(registry, buildCatalogue());
  const intake = createIntake({ acceptance, spool, recorder });
  const seriesOf = async (series: string) => (await scrapeSeries(registry)).get(series);
  return { intake, spooled, seriesOf };
}

describe('the intake of events', () => {
  it('spools what is accepted, in order, and says what became of each', async () => {
    const { intake, spooled } = start();
    const verdicts = await intake.submit(
      [{ type: 'chat', id: 'a' }, { type: 'tool', id: 'b' }, { type: 7 }, { type: 'session', id: 'c' }],
      SOURCE,
    );
    expect(verdicts).toMatchObject([
      { accepted: { event: { id: 'a' } } },
      { dropped: 'sampled' },
      { refused: { code: 'EVENT_INVALID', field: 'type' } },
      { accepted: { event: { id: 'c', source: SOURCE } } },
    ]);
    expect(spooled.map(json => JSON.parse(json).id)).toEqual(['a', 'c']);
  });

  it('counts each by what became of it', async () => {
    const { intake, seriesOf } = start();
    await intake.submit([{ type: 'chat' }, { type: 'own.kind' }, { type: 'tool' }, {}], SOURCE);
    expect(await seriesOf('aiwatch_events_accepted_total{type="chat"}')).toBe(1);
    expect(await seriesOf('aiwatch_events_accepted_total{type="custom"}')).toBe(1);
    expect(await seriesOf('aiwatch_events_dropped_total{reason="sampled"}')).toBe(1);
    expect(await seriesOf('aiwatch_events_refused_total{reason="invalid"}')).toBe(1);
  });

  it('counts what was redacted, by kind', async () => {
    const { intake, seriesOf } = start();
    await intake.submit([{ type: 'chat', data: { userMessage: 'write to ann@example.org' } }], SOURCE);
    expect(await seriesOf('aiwatch_redactions_total{kind="email"}')).toBe(1);
  });

  it.each([
    ['SPOOL_FULL', 'spool_full'],
    ['SPOOL_BUSY', 'spool_busy'],
    ['SPOOL_FAILED', 'spool_failed'],
    ['SPOOL_CLOSED', 'closed'],
  ] as const)('passes %s on, and counts the events as %s', async (code, reason) => {
    const { intake, seriesOf } = start(() =>
      Promise.reject(new AiwatchError(code, { where: 'spool', found: 'it' })),
    );
    await expect(intake.submit([{ type: 'chat' }, { type: 'chat' }], SOURCE)).rejects.toMatchObject({ code });
    expect(await seriesOf(`aiwatch_events_refused_total{reason="${reason}"}`)).toBe(2);
    expect(await seriesOf('aiwatch_events_accepted_total{type="chat"}')).toBe(0);
  });
});
