import { describe, expect, test } from 'vitest';
import { Flight } from '../../src/metrics/flight.ts';

/** A source whose steps are let through one by one, and that remembers whether it was ended. */
function createSource(values: readonly string[], failure?: Error) {
  const state = { pulled: 0, isEnded: false };
  async function* run(): AsyncGenerator<string> {
    try {
      for (const value of values) {
        state.pulled++;
        await new Promise(resolve => setImmediate(resolve));
        yield value;
      }
      if (failure !== undefined) throw failure;
    } finally {
      state.isEnded = true;
    }
  }
  return { state, run };
}

async function readAll(reader: AsyncGenerator<string>): Promise<string> {
  let all = '';
  for await (const item of reader) all += item;
  return all;
}

describe('a flight', () => {
  test('gives every reader everything, and runs its source once', async () => {
    const { state, run } = createSource(['a', 'b', 'c']);
    let landings = 0;
    const flight = new Flight(run(), () => landings++);
    const readers = Array.from({ length: 50 }, () => flight.join());
    expect(new Set(await Promise.all(readers.map(readAll)))).toEqual(new Set(['abc']));
    expect(state).toEqual({ pulled: 3, isEnded: true });
    expect(landings).toBe(1);
  });

  test('gives a reader that joins late everything from the start', async () => {
    const { run } = createSource(['a', 'b', 'c']);
    const flight = new Flight(run(), () => {});
    const early = flight.join();
    expect((await early.next()).value).toBe('a');
    expect((await early.next()).value).toBe('b');
    const late = flight.join();
    expect(await readAll(late)).toBe('abc');
    expect(await readAll(early)).toBe('c');
  });

  test('goes on for the others when a reader leaves, and ends with the last', async () => {
    const { state, run } = createSource(['a', 'b', 'c', 'd']);
    let landings = 0;
    const flight = new Flight(run(), () => landings++);
    const [first, second] = [flight.join(), flight.join()];
    await first.next();
    await first.return(undefined);
    await first.return(undefined);
    expect(landings).toBe(0);
    expect((await second.next()).value).toBe('a');
    await second.return(undefined);
    expect(landings).toBe(1);
    expect(state.isEnded).toBe(true);
    expect(state.pulled).toBeLessThan(4);
  });

  test('never starts its source where nobody reads', async () => {
    const { state, run } = createSource(['a']);
    let landings = 0;
    const flight = new Flight(run(), () => landings++);
    await flight.join().return(undefined);
    expect([landings, state.pulled]).toEqual([1, 0]);
  });

  test('fails for every reader, the slow ones too: none takes a part for the whole', async () => {
    const { run } = createSource(['a', 'b'], new Error('broken'));
    const flight = new Flight(run(), () => {});
    const slow = flight.join();
    const [fast, faster] = [flight.join(), flight.join()];
    expect((await slow.next()).value).toBe('a');
    await expect(Promise.all([readAll(fast)])).rejects.toThrow('broken');
    await expect(readAll(faster)).rejects.toThrow('broken');
    await expect(readAll(slow)).rejects.toThrow('broken');
  });

  test('ends for a reader that throws', async () => {
    const { state, run } = createSource(['a', 'b', 'c']);
    const reader = new Flight(run(), () => {}).join();
    await reader.next();
    await expect(reader.throw(new Error('mine'))).rejects.toThrow('mine');
    await new Promise(resolve => setImmediate(resolve));
    expect(state.isEnded).toBe(true);
  });
});
