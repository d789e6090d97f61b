import { hash } from 'node:crypto';
import { HASH_BYTES, requireRowId, SALT_BYTES } from './commitment.ts';
import { LEAF_PREFIX_BYTE, NODE_PREFIX_BYTE } from './merkle-tree.ts';

/** An event of a batch, as it is stored. */
interface CommittedEvent {
  /** A UUID in lower case. */
  readonly rowId: string;
  /** Its canonical JSON in UTF-8. */
  readonly json: Uint8Array;
}

const NODE_BYTES = 1 + 2 * HASH_BYTES;

/**
 * The commitments of many events (`commitEvent` of each), one behind the other. Every event that is stored passes here:
 * one piece of memory serves all. Throws AUDIT_INPUT_INVALID.
 */
export function commitEvents(events: readonly CommittedEvent[]): Buffer {
  const largest = events.reduce((bytes, { json }) => Math.max(bytes, json.length), 0);
  const input = Buffer.allocUnsafe(SALT_BYTES + largest);
  const commitments = Buffer.allocUnsafe(events.length * HASH_BYTES);
  events.forEach(({ rowId, json }, i) => {
    input.write(requireRowId(rowId).replaceAll('-', ''), 0, 'hex');
    input.set(json, SALT_BYTES);
    writeHash(commitments, i * HASH_BYTES, input.subarray(0, SALT_BYTES + json.length));
  });
  return commitments;
}

/**
 * The root (RFC 6962) over commitments that lie one behind the other: what `batchRoot` gives for them one by one.
 * @param commitments at least one.
 */
export function rootOfCommitments(commitments: Uint8Array): Buffer {
  let count = commitments.length / HASH_BYTES;
  const level = hashLeaves(commitments);
  const node = Buffer.alloc(NODE_BYTES, NODE_PREFIX_BYTE);
  // Pairs become nodes, in place; what is left over at the end goes up as it is.
  for (; count > 1; count = Math.ceil(count / 2)) {
    for (let i = 0; i < count; i += 2) {
      const target = (i / 2) * HASH_BYTES;
      const [start, end] = [i * HASH_BYTES, (i + 2) * HASH_BYTES];
      if (i + 1 === count) level.copyWithin(target, start, start + HASH_BYTES);
      else {
        node.set(level.subarray(start, end), 1);
        writeHash(level, target, node);
      }
    }
  }
  return level.subarray(0, HASH_BYTES);
}

function hashLeaves(commitments: Uint8Array): Buffer {
  const hashes = Buffer.allocUnsafe(commitments.length);
  const leaf = Buffer.alloc(1 + HASH_BYTES, LEAF_PREFIX_BYTE);
  for (let at = 0; at < commitments.length; at += HASH_BYTES) {
    leaf.set(commitments.subarray(at, at + HASH_BYTES), 1);
    writeHash(hashes, at, leaf);
  }
  return hashes;
}

/** A text with a character for each byte costs half of what a new buffer does. */
function writeHash(target: Buffer, at: number, input: Uint8Array): void {
  target.write(hash('sha256', input, 'binary'), at, 'latin1');
}
