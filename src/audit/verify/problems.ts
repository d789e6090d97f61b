/** Something in an export that is not as it was committed. */
export interface AuditProblem {
  /** Line of the export, from 1; 0 for what is not in it. */
  readonly line: number;
  /** Index of the leaf. */
  readonly leaf?: number | undefined;
  /** Place of the record in its batch, from 0. */
  readonly record?: number | undefined;
  /** The event's id, as it says now. */
  readonly eventId?: string | undefined;
  readonly reason: string;
}

/** So many problems are named; all are counted. */
const MAX_NAMED = 100;

/** The problems of an export: the first 100, and their number. */
export class ProblemList {
  readonly named: AuditProblem[] = [];
  count = 0;
  /** Line that is being read, from 1. */
  line = 0;

  add(problem: Omit<AuditProblem, 'line'>): void {
    this.count++;
    if (this.named.length < MAX_NAMED) this.named.push({ line: this.line, ...problem });
  }

  /** The same for what no line stands for. */
  addAtEnd(problem: Omit<AuditProblem, 'line'>): void {
    this.line = 0;
    this.add(problem);
  }
}
