import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { commitAction, commitEvent } from '../../src/audit/index.ts';

const ROW_ID = '018f0d3e-7b6a-7c00-8a5b-0123456789ab';

function sha256(hex: string): string {
  return createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');
}

describe('the commitment of an event', () => {
  it('is the SHA-256 of the 16 bytes of its row id and its canonical JSON', () => {
    const expected = sha256('018f0d3e7b6a7c008a5b0123456789ab7b7d');
    expect(commitEvent(ROW_ID, '{}').toString('hex')).toBe(expected);
    expect(commitEvent(ROW_ID, Buffer.from('{}')).toString('hex')).toBe(expected);
  });

  it('is another one for the same event under another id', () => {
    const other = ROW_ID.replace(/.$/, 'c');
    expect(commitEvent(ROW_ID, '{}')).not.toEqual(commitEvent(other, '{}'));
  });

  it.each(['', 'abc', ROW_ID.toUpperCase(), `${ROW_ID}0`])('is refused for the id "%s"', id => {
    expect(() => commitEvent(id, '{}')).toThrow('[AUDIT_INPUT_INVALID]');
  });
});

describe("the commitment of an action's details", () => {
  it('is the SHA-256 of the salt and their canonical JSON', () => {
    const salt = Buffer.alloc(16, 0xab);
    expect(commitAction(salt, '{}').toString('hex')).toBe(sha256(`${'ab'.repeat(16)}7b7d`));
  });

  it('needs a salt of 16 bytes', () => {
    expect(() => commitAction(Buffer.alloc(15), '{}')).toThrow(/expected 16 random bytes, found 15 bytes/);
  });
});
