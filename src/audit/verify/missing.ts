import { ACTIONS_TABLE, type ActionLeaf, EVENTS_TABLE } from '../leaf.ts';

/** What is missing below one leaf. */
interface Gap {
  readonly day: string;
  /** Number of what stood below the leaf. */
  readonly count: number;
  /** Places from 0; null for all. */
  positions: Set<number> | null;
}

/** One leaf whose gap nothing explains. */
interface UnexplainedGap {
  readonly leaf: number;
  /** How many stood below it; `positions` is null when all of them are missing. */
  readonly count: number;
  readonly positions: Iterable<number> | null;
}

function sizeOf({ positions, count }: Gap): number {
  return positions?.size ?? count;
}

function listPositions({ positions, count }: Gap): Set<number> {
  return positions ?? new Set(Array.from({ length: count }, (_, position) => position));
}

/** Gaps of one sort: of records, or of the details of actions. Memory grows with what is missing, not with what is there. */
class GapList {
  erased = 0;
  expired = 0;
  readonly #gaps = new Map<number, Gap>();
  readonly #leavesOfDay = new Map<string, number[]>();

  add(leaf: number, gap: Gap): void {
    this.#gaps.set(leaf, gap);
    const leaves = this.#leavesOfDay.get(gap.day);
    if (leaves === undefined) this.#leavesOfDay.set(gap.day, [leaf]);
    else leaves.push(leaf);
  }

  expire(day: string, before: number): void {
    const leaves = this.#leavesOfDay.get(day) ?? [];
    for (const leaf of leaves.filter(one => one < before)) {
      const gap = this.#gaps.get(leaf);
      this.expired += gap === undefined ? 0 : sizeOf(gap);
      this.#gaps.delete(leaf);
    }
    const rest = leaves.filter(one => one >= before);
    if (rest.length > 0) this.#leavesOfDay.set(day, rest);
    else this.#leavesOfDay.delete(day);
  }

  erase(leaf: number, positions: readonly number[]): void {
    const gap = this.#gaps.get(leaf);
    if (gap === undefined) return;
    gap.positions = listPositions(gap);
    for (const position of positions) this.erased += gap.positions.delete(position) ? 1 : 0;
    if (gap.positions.size === 0) this.#gaps.delete(leaf);
  }

  *rest(): Iterable<UnexplainedGap> {
    for (const [leaf, gap] of this.#gaps) yield { leaf, count: gap.count, positions: gap.positions };
  }
}

const DAY_MS = 86_400_000;

/** Whether a day was over for as long as the action says such rows are kept: nobody can drop yesterday as expired. */
function isDue(day: string, { at, retentionDays = 0 }: ActionLeaf): boolean {
  const dueMs = Date.parse(at) - retentionDays * DAY_MS;
  return retentionDays >= 1 && Date.parse(day) + DAY_MS <= dueMs;
}

/** An action that may explain gaps, and the index of its leaf. */
interface Explanation {
  readonly leaf: number;
  readonly action: ActionLeaf;
}

/**
 * What is missing in an export, and what explains it. An action explains gaps below earlier leaves only, and only once a
 * checkpoint covers it: anybody who can write to the database could append an action that no key has signed.
 */
export class MissingLedger {
  readonly records = new GapList();
  readonly actions = new GapList();
  #unsigned: Explanation[] = [];

  /** Takes note of an action; others than erasures and ends of retention explain nothing. */
  addAction(leaf: number, action: ActionLeaf): void {
    if (action.action === 'privacy.erase' || action.action === 'retention.drop') {
      this.#unsigned.push({ leaf, action });
    }
  }

  /** A checkpoint covers all leaves so far. */
  markSigned(): void {
    for (const { leaf, action } of this.#unsigned) {
      if (action.action === 'privacy.erase') this.#erase(leaf, action);
      else this.#expire(leaf, action);
    }
    this.#unsigned = [];
  }

  #erase(leaf: number, { records = [], actions = [] }: ActionLeaf): void {
    for (const [index, positions] of records) if (index < leaf) this.records.erase(index, positions);
    for (const index of actions) if (index < leaf) this.actions.erase(index, [0]);
  }

  #expire(leaf: number, action: ActionLeaf): void {
    const { table, day } = action;
    if (day === undefined || !isDue(day, action)) return;
    if (table === EVENTS_TABLE) this.records.expire(day, leaf);
    if (table === ACTIONS_TABLE) this.actions.expire(day, leaf);
  }
}
