import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAiwatchError } from '../../src/errors.ts';
import { openSpool, type Spool } from '../../src/spool/index.ts';
import { FaultyFs, type Operation } from './faulty-fs.ts';

/** Small, so that everything happens often: a dozen records fill a segment, a hundred the spool. */
const CONFIG = { dir: '/spool', maxBytes: 32_000, segmentBytes: 3_000, maxPendingBytes: 8_000 };

type Step =
  | { readonly kind: 'append'; readonly sizes: readonly number[]; readonly callers: number }
  | { readonly kind: 'deliver'; readonly maxRecords: number; readonly isTaken: boolean }
  | { readonly kind: 'rewind' }
  | { readonly kind: 'compact' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'close' }
  | { readonly kind: 'crash'; readonly afterCalls: number; readonly sizes: readonly number[] }
  | { readonly kind: 'full'; readonly isFull: boolean }
  | { readonly kind: 'fail'; readonly operation: Operation; readonly times: number }
  | { readonly kind: 'damage'; readonly file: number; readonly at: number; readonly length: number };

const sizes = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 6 });

const steps: fc.Arbitrary<Step>[] = [
  fc.record({ kind: fc.constant('append' as const), sizes, callers: fc.integer({ min: 1, max: 4 }) }),
  fc.record({
    kind: fc.constant('deliver' as const),
    maxRecords: fc.integer({ min: 1, max: 20 }),
    isTaken: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('rewind' as const) }),
  fc.record({ kind: fc.constant('compact' as const) }),
  fc.record({ kind: fc.constant('wait' as const) }),
  fc.record({ kind: fc.constant('close' as const) }),
  fc.record({ kind: fc.constant('crash' as const), afterCalls: fc.integer({ min: 0, max: 12 }), sizes }),
  fc.record({ kind: fc.constant('full' as const), isFull: fc.boolean() }),
  fc.record({
    kind: fc.constant('fail' as const),
    operation: fc.constantFrom<Operation>(
      'open',
      'write',
      'datasync',
      'syncFolder',
      'truncate',
      'remove',
      'read',
    ),
    times: fc.constantFrom(1, 2, 7),
  }),
];

const damage: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('damage' as const),
  file: fc.nat(),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 1_500 }),
});

/** The world as a test sees it from outside: what was acknowledged, refused and delivered. */
class World {
  readonly fs: FaultyFs;
  spool: Spool | undefined;
  readonly offered = new Map<number, Buffer>();
  readonly acknowledged = new Set<number>();
  readonly delivered: number[] = [];
  /** Records that came and that nobody appended. */
  wrong = 0;
  /** Counted as lost, by all lives of the spool together: each counts what it finds. */
  lost = 0;
  /** By the one that counted most. */
  mostLost = 0;
  refused = 0;
  #nextId = 1;

  constructor(seed: number) {
    let state = seed >>> 0;
    this.fs = new FaultyFs(() => {
      // A linear congruential generator (Numerical Recipes).
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    });
  }

  async open(): Promise<Spool> {
    for (let attempt = 0; this.spool === undefined; attempt++) {
      try {
        this.spool = await openSpool(CONFIG, { fs: this.fs, cursorDelayMs: 0 });
      } catch (error) {
        // A disk that fails, or is full before there is a cursor, is a reason not to open; and it must be said so.
        expect(isAiwatchError(error)).toBe(true);
        if (attempt > 20) throw error;
        if (attempt > 5) this.heal();
      }
    }
    return this.spool;
  }

  heal(): void {
    this.fs.isFull = false;
    this.fs.failures.clear();
  }

  async append(lengths: readonly number[]): Promise<void> {
    const spool = await this.open();
    const ids = lengths.map(() => this.#nextId++);
    const records = ids.map((id, index) => {
      const body = Buffer.alloc(8 + lengths[index]!, id % 251);
      body.writeDoubleLE(id, 0);
      this.offered.set(id, body);
      return body;
    });
    try {
      await spool.append(records);
      for (const id of ids) this.acknowledged.add(id);
    } catch (error) {
      expect(isAiwatchError(error) && error.code).toMatch(/^SPOOL_(?:FULL|BUSY|FAILED|CLOSED)$/);
      this.refused += ids.length;
    }
  }

  /** @returns how many came. */
  async deliver(maxRecords: number, isTaken: boolean): Promise<number> {
    const spool = await this.open();
    const batch = await spool.next({ maxRecords, signal: AbortSignal.abort() }).catch(error => {
      expect(isAiwatchError(error) && error.code).toBe('SPOOL_FAILED');
      return undefined;
    });
    if (batch === undefined) return 0;
    if (!isTaken) {
      await spool.rewind();
      return 0;
    }
    for (const record of batch.records) this.#take(Buffer.from(record));
    spool.commit(batch.position);
    return batch.records.length;
  }

  async close(): Promise<void> {
    const spool = this.spool;
    if (spool === undefined) return;
    this.spool = undefined;
    await spool.close().catch(() => {});
    this.#countLost(spool);
  }

  async crash(afterCalls: number, lengths: readonly number[]): Promise<void> {
    await this.open();
    const spool = this.spool!;
    this.fs.crashAfter(afterCalls);
    const compacting = this.deliver(5, true).then(() => spool.compact());
    await Promise.all([this.append(lengths), this.append(lengths), compacting]);
    this.#countLost(spool);
    this.fs.crash();
    this.spool = undefined;
    // What still runs of the old life finds its files dead.
    await spool.close().catch(() => {});
  }

  async damage(file: number, at: number, length: number): Promise<void> {
    // At rest: of what was being written when a crash came, nobody can tell whether it was ever whole.
    this.heal();
    await this.open();
    await this.close();
    const names = this.fs.files(CONFIG.dir).filter(name => name.endsWith('.log'));
    if (names.length === 0) return;
    this.fs.damage(`${CONFIG.dir}/${names[file % names.length]}`, content => {
      for (let i = 0; i < length && content.length > 0; i++) content[(at + i) % content.length]! ^= 0xa5;
      return content;
    });
  }

  async drain(): Promise<void> {
    this.heal();
    while ((await this.deliver(1_000, true)) > 0);
  }

  #countLost(spool: Spool): void {
    const { records } = spool.stats().corruptTotal;
    this.lost += records;
    this.mostLost = Math.max(this.mostLost, records);
  }

  #take(body: Buffer): void {
    const id = body.length >= 8 ? body.readDoubleLE(0) : -1;
    if (this.offered.get(id)?.equals(body) !== true) this.wrong++;
    this.delivered.push(id);
  }
}

async function play(world: World, script: readonly Step[]): Promise<void> {
  for (const step of script) {
    if (step.kind === 'append') {
      await world.open();
      await Promise.all(Array.from({ length: step.callers }, () => world.append(step.sizes)));
    } else if (step.kind === 'deliver') await world.deliver(step.maxRecords, step.isTaken);
    else if (step.kind === 'rewind') await (await world.open()).rewind();
    else if (step.kind === 'compact') await (await world.open()).compact();
    // The cursor is saved, and what is delivered removed, in the meantime.
    else if (step.kind === 'wait') await new Promise(resolve => setTimeout(resolve, 3));
    else if (step.kind === 'close') await world.close();
    else if (step.kind === 'crash') await world.crash(step.afterCalls, step.sizes);
    else if (step.kind === 'full') world.fs.isFull = step.isFull;
    else if (step.kind === 'fail') world.fs.failures.set(step.operation, step.times);
    else await world.damage(step.file, step.at, step.length);
  }
}

/** The order in which records came for the first time. */
function firstComings(delivered: readonly number[]): readonly number[] {
  return [...new Set(delivered)];
}

describe('a spool on a disk that loses what was not synced, fills up and fails', () => {
  test('delivers everything acknowledged, in order, and nothing that nobody appended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...steps), { maxLength: 30 }), fc.nat(), async (script, seed) => {
        const world = new World(seed);
        await play(world, script);
        await world.drain();
        await world.close();
        const came = firstComings(world.delivered);
        const kept = came.filter(id => world.acknowledged.has(id));
        expect(world.wrong).toBe(0);
        expect([...world.acknowledged].filter(id => !came.includes(id))).toEqual([]);
        expect(kept).toEqual([...kept].sort((a, b) => a - b));
        expect(world.offered.size).toBe(world.acknowledged.size + world.refused);
        // After a crash, what was never acknowledged may count as lost, and nothing else does.
        expect(world.mostLost).toBeLessThanOrEqual(world.refused);
      }),
      { numRuns: 300 },
    );
  });

  test('loses no more than it counts where the disk changes what it keeps', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(...steps, damage), { maxLength: 30 }),
        fc.nat(),
        async (script, seed) => {
          const world = new World(seed);
          await play(world, script);
          await world.drain();
          await world.close();
          const came = new Set(world.delivered);
          expect(world.wrong).toBe(0);
          expect([...world.acknowledged].filter(id => !came.has(id)).length).toBeLessThanOrEqual(world.lost);
        },
      ),
      { numRuns: 150 },
    );
  });
});
