import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { createQueueHook, type QueueSource } from '../../src/hooks/queue.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { createProblemRecorder, createQueueRecorder } from '../../src/recorders/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

function setUp() {
  const registry = createRegistry();
  const logged: string[] = [];
  const problem = createProblemRecorder(registry, (message, error) => logged.push(`${message}: ${error}`));
  const observeQueue = createQueueHook({
    recorder: createQueueRecorder(registry, buildCatalogue()),
    problem,
  });
  const read = async (...names: readonly string[]) => {
    const families = await scrapeFamilies(registry);
    return names.map(queue => [
      sampleValue(families, 'queue_length', { queue }),
      sampleValue(families, 'queue_active_requests', { queue }),
    ]);
  };
  return { registry, logged, observeQueue, read };
}

const failing: QueueSource['length'] = () => {
  throw new Error('no connection');
};

const one = (): number => 1;

describe('observeQueue()', () => {
  it('shows queues as they are at each scrape', async () => {
    const { observeQueue, read } = setUp();
    const jobs = ['a', 'b', 'c'];
    observeQueue({ name: 'jobs', length: () => jobs.length, active: () => 2 });
    observeQueue({ name: 'mails', length: () => 7 });
    expect(await read('jobs', 'mails')).toEqual([
      [3, 2],
      [7, undefined],
    ]);
    jobs.pop();
    expect(await read('jobs')).toEqual([[2, 2]]);
  });

  it('reads a queue that is an object with methods', async () => {
    class JobQueue implements QueueSource {
      readonly name = 'jobs';
      readonly waiting = [1, 2, 3, 4];
      length(): number {
        return this.waiting.length;
      }
    }
    const { observeQueue, read } = setUp();
    observeQueue(new JobQueue());
    expect(await read('jobs')).toEqual([[4, undefined]]);
  });

  it('leaves out what cannot be read, and shows the rest', async () => {
    const { registry, logged, observeQueue, read } = setUp();
    let length: unknown = 5;
    observeQueue({ name: 'broken', length: failing, active: () => 1 });
    observeQueue({ name: 'odd', length: () => length as number });
    observeQueue({ name: 'jobs', length: () => 3 });
    expect(await read('broken', 'odd', 'jobs')).toEqual([
      [undefined, 1],
      [5, undefined],
      [3, undefined],
    ]);
    length = Promise.resolve(6);
    expect(await read('odd', 'jobs')).toEqual([
      [undefined, undefined],
      [3, undefined],
    ]);
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'aiwatch_hook_errors_total', { hook: 'queue' })).toBeGreaterThan(0);
    expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'queues' })).toBe(1);
    expect(logged).toHaveLength(2);
  });

  it('shows a queue no more once it is taken off, until it is observed again', async () => {
    const { observeQueue, read } = setUp();
    const takeOff = observeQueue({ name: 'jobs', length: () => 3, active: () => 1 });
    observeQueue({ name: 'mails', length: () => 7 });
    await read('jobs');
    takeOff();
    expect(await read('jobs', 'mails')).toEqual([
      [undefined, undefined],
      [7, undefined],
    ]);
    observeQueue({ name: 'jobs', length: () => 9 });
    takeOff();
    expect(await read('jobs')).toEqual([[9, undefined]]);
  });

  it.each([
    ['a name that is taken', { name: 'jobs', length: one }, '"jobs"'],
    ['no name', { length: one }, 'undefined'],
    ['an empty name', { name: '', length: one }, '""'],
    ['a length that is no function', { name: 'mails', length: 3 }, '3 (number)'],
  ])('refuses %s', (_, queue, found) => {
    const { observeQueue } = setUp();
    observeQueue({ name: 'jobs', length: () => 3 });
    expect(() => observeQueue(queue as never)).toThrow(
      expect.objectContaining({ code: 'HOOK_TARGET_INVALID', message: expect.stringContaining(found) }),
    );
  });
});
