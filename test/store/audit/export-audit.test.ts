import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src/audit/index.ts';
import { exportAudit } from '../../../src/store/index.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { useStore } from '../../support/store-suite.ts';

const programs = await requirePrograms('postgres', 'initdb');

/** What PostgreSQL can keep: it refuses NUL and lone surrogates, and such events become dead letters. */
const text = fc.string({ unit: 'grapheme' }).filter(one => !one.includes('\0'));
const json = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean()),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe.skipIf(programs.skip)('an export of the audit trail', () => {
  const { get } = useStore(programs);

  test('has each event exactly as it was accepted, whatever its data are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.dictionary(text, json), { minLength: 1, maxLength: 20 }), async list => {
        const sent = list.map(data => buildEvent({ data }));
        await get().write(sent.map(buildRecord));
        const found = new Map<string, string>();
        for await (const line of exportAudit(get().pool)) {
          const { kind, event } = JSON.parse(line);
          if (kind === 'record') found.set(event.id, canonicalJson(event));
        }
        expect(sent.map(({ id }) => found.get(id))).toEqual(sent.map(canonicalJson));
      }),
      { numRuns: 30 },
    );
  });
});
