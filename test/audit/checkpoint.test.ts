import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type AuditKey,
  generateAuditKey,
  hashLeaf,
  openCheckpoint,
  parseAuditKey,
  signCheckpoint,
  splitNotes,
} from '../../src/audit/index.ts';

const key = parseAuditKey('PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz');
const head = { size: 8, root: hashLeaf('') };
const note = signCheckpoint(head, key);

/** A signed note of any text. */
function signNote(text: string, { name, id, privateKey }: AuditKey): string {
  const bytes = Buffer.concat([Buffer.from(id, 'hex'), sign(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${name} ${bytes.toString('base64')}\n`;
}

describe('a checkpoint', () => {
  it('is a signed note of origin, size and root', () => {
    expect(note).toMatch(
      /^PeterNeumann\n8\nbjQLnP\+zepicpUTmu3gKLHiQHT\+zNzh2hRGjBhevoB0=\n\n— PeterNeumann x08go[A-Za-z0-9+/]+=*\n$/,
    );
  });

  it('is opened by the public key', () => {
    expect(openCheckpoint(note, [key])).toEqual({ origin: 'PeterNeumann', ...head });
  });

  it('may have the signatures of witnesses and further lines beside', () => {
    const witness = generateAuditKey('witness.example');
    const signature = signNote('x\n', witness).split('\n\n')[1]!;
    expect(openCheckpoint(note + signature, [key])).toMatchObject(head);
    const longer = signNote(`PeterNeumann\n8\n${head.root.toString('base64')}\nmore\n`, key);
    expect(openCheckpoint(longer, [key])).toMatchObject(head);
  });

  it('is signed as Go signs: the same key and text give the same note', () => {
    const text =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const known =
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
    expect(signNote(text, key)).toBe(`${text}\n${known}`);
    expect(() => openCheckpoint(`${text}\n${known}`, [key])).toThrow(
      /a signed text that is not a checkpoint/,
    );
    expect(() => openCheckpoint(`${text}\n${known}`.replace('think', 'thing'), [key])).toThrow(
      /a wrong signature of PeterNeumann\+c74f20a3/,
    );
  });

  it.each([
    ['without signatures', `PeterNeumann\n8\n${head.root.toString('base64')}\n`],
    ['that is empty', ''],
    ['that is cut', note.slice(0, -1)],
    ['signed by another key of that name', signCheckpoint(head, generateAuditKey('PeterNeumann'))],
    ['of another log', signNote(`Other\n8\n${head.root.toString('base64')}\n`, key)],
    ['of a size that is none', signNote(`PeterNeumann\n08\n${head.root.toString('base64')}\n`, key)],
    ['of a root that is none', signNote('PeterNeumann\n8\nAAAA\n', key)],
  ])('%s is refused', (_what, text) => {
    expect(() => openCheckpoint(text, [key])).toThrow('[AUDIT_CHECKPOINT_INVALID]');
  });

  it('changed in any byte is refused', () => {
    const bytes = Buffer.from(note);
    for (let index = 0; index < bytes.length; index++) {
      for (const bit of [1, 2, 32]) {
        const changed = Buffer.from(bytes);
        changed[index]! ^= bit;
        expect(() => openCheckpoint(changed.toString(), [key]), `byte ${index}`).toThrow();
      }
    }
  });
});

describe('a file of checkpoints', () => {
  it('is cut into them, with and without empty lines between', () => {
    const notes = [1, 2, 3].map(size => signCheckpoint({ ...head, size }, key));
    for (const text of [notes.join(''), notes.join('\n'), notes.join('').replaceAll('\n', '\r\n')]) {
      expect(splitNotes(text)).toEqual(notes);
    }
    expect(splitNotes('')).toEqual([]);
  });

  it('keeps what is no checkpoint, so that it is refused', () => {
    expect(splitNotes(`${note}rubbish\n`)).toEqual([note, 'rubbish\n\n']);
  });
});
