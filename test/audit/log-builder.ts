import {
  type ActionLeaf,
  type AuditKey,
  batchRoot,
  buildLeaf,
  canonicalJson,
  commitAction,
  commitEvent,
  type ExportLine,
  generateAuditKey,
  MerkleFrontier,
  signCheckpoint,
} from '../../src/audit/index.ts';
import { createUuidV7 } from '../../src/ids.ts';

const HEADER: ExportLine = { kind: 'header', format: 'aiwatch-audit', version: 1 };
const AT = '2026-01-31T10:00:00.000Z';

/** What of an action's leaf a test says itself. */
type Action = Omit<ActionLeaf, 'kind' | 'at' | 'commitment'>;

/** Writes a log as the server does, and its export line by line. */
export class LogBuilder {
  readonly key: AuditKey;
  readonly tree = new MerkleFrontier();
  readonly lines: ExportLine[] = [HEADER];
  /** All checkpoints, as they are kept outside of the database. */
  readonly notes: string[] = [];

  constructor(key = generateAuditKey('aiwatch.example/audit')) {
    this.key = key;
  }

  /** Appends a batch of events with these texts. */
  batch(texts: readonly string[], day = '2026-01-31'): this {
    const leaf = this.tree.size;
    const timestamp = `${day}T09:00:00.000Z`;
    const records = texts.map((text, position) => {
      const id = createUuidV7(Date.parse(timestamp));
      const event = { id: `${leaf}-${position}`, type: 'chat', data: { text, tokens: 12 }, timestamp };
      return { kind: 'record', leaf, position, id, event } as const;
    });
    const commitments = records.map(({ id, event }) => commitEvent(id, canonicalJson(event)));
    const root = batchRoot(commitments).toString('base64');
    const built = buildLeaf({ kind: 'batch', batchId: leaf + 100, day, count: texts.length, root, at: AT });
    this.tree.append(built.hash);
    const base64 = Buffer.concat(commitments).toString('base64');
    this.lines.push({ kind: 'leaf', index: leaf, body: built.body, commitments: base64 }, ...records);
    return this;
  }

  /** Appends an action with its details. */
  action(
    { at = AT, ...action }: Action & { readonly at?: string },
    payload: unknown = { actor: 'admin' },
  ): this {
    const leaf = this.tree.size;
    const salt = Buffer.alloc(16, leaf);
    const commitment = commitAction(salt, canonicalJson(payload)).toString('base64');
    const built = buildLeaf({ ...action, kind: 'action', at, commitment });
    this.tree.append(built.hash);
    this.lines.push(
      { kind: 'leaf', index: leaf, body: built.body, commitments: null },
      { kind: 'action', leaf, salt: salt.toString('base64'), payload },
    );
    return this;
  }

  /** Signs what there is. */
  checkpoint(): this {
    const note = signCheckpoint({ size: this.tree.size, root: this.tree.root() }, this.key);
    this.notes.push(note);
    this.lines.push({ kind: 'checkpoint', note });
    return this;
  }
}

/** The text of each line of an export. */
export function toTexts(lines: readonly ExportLine[]): string[] {
  return lines.map(line => JSON.stringify(line));
}
