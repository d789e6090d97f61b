import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

/** A flight of objects, and how many of those that it has brought are still in memory. */
function createObserved(count: number) {
  const brought: WeakRef<object>[] = [];
  async function* run(): AsyncGenerator<object> {
    for (let i = 0; i < count; i++) {
      const item = { i };
      brought.push(new WeakRef(item));
      yield item;
    }
  }
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const countHeld = async () => {
    await new Promise(resolve => setImmediate(resolve));
    collectGarbage();
    return brought.filter(item => item.deref() !== undefined).length;
  };
  return { flight: new Flight(run(), () => {}), countHeld };
}

async function skip(reader: AsyncGenerator<unknown>, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await reader.next();
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

  test('keeps everything while others may join, and only what is yet to be read afterwards', async () => {
    const { flight, countHeld } = createObserved(1000);
    const slow = flight.join();
    const fast = [flight.join()];
    await skip(slow, 100);
    await skip(fast[0]!, 500);
    expect(await countHeld()).toBe(500);
    flight.closeJoining();
    // The readers may hold what they gave last.
    expect(await countHeld()).toBeLessThanOrEqual(402);
    await skip(slow, 390);
    expect(await countHeld()).toBeLessThanOrEqual(12);
    await fast.pop()!.return(undefined);
    await skip(slow, 400);
    expect(await countHeld()).toBeLessThanOrEqual(2);
    expect((await slow.next()).value).toEqual({ i: 890 });
  });

  test('lets go of what is read once its source has ended', async () => {
    const { flight, countHeld } = createObserved(1000);
    const [slow, fast] = [flight.join(), flight.join()];
    await skip(fast, 1001);
    await skip(slow, 990);
    expect(await countHeld()).toBeLessThanOrEqual(12);
    expect((await slow.next()).value).toEqual({ i: 990 });
  });

  test('cannot be joined where its beginning may be gone', async () => {
    const { flight } = createObserved(3);
    const reader = flight.join();
    flight.closeJoining();
    expect(() => flight.join()).toThrow('cannot be joined');
    expect((await reader.next()).value).toEqual({ i: 0 });
  });
});
