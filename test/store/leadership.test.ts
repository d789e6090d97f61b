import type { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LOCKS, startLeadership } from '../../src/store/index.ts';
import { requirePrograms } from '../support/servers.ts';
import { useStore } from '../support/store-suite.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip)('a leader', () => {
  const { get } = useStore(programs);

  test.each([
    ['ends its work', true],
    ['is not waited for where its work hangs', false],
  ])('that is closed %s', async (_what, isHeeding) => {
    let release = () => {};
    const hanging = new Promise<void>(resolve => {
      release = resolve;
    });
    onTestFinished(() => release());
    let isEnded = false;
    let signal: AbortSignal | undefined;
    let stream: Client['connection']['stream'] | undefined;
    await new Promise<void>(resolve => {
      const leadership = startLeadership({
        createClient: get().createClient,
        lock: LOCKS.webhook,
        onProblem: () => {},
        lead: async (client, until) => {
          signal = until;
          stream = client.connection.stream;
          void leadership.close().then(resolve);
          if (!isHeeding) await hanging;
          isEnded = true;
        },
      });
    });
    expect([signal?.aborted, isEnded]).toEqual([true, isHeeding]);
    expect(stream?.destroyed).toBe(true);
  });
});
