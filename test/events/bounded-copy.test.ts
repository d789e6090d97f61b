import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedCopy } from '../../src/events/index.ts';

const KIB = 1024;

describe('boundedCopy()', () => {
  it('copies what fits as JSON would show it', () => {
    const value = {
      path: 'a.ts',
      lines: [1, 2, { at: new Date(0) }],
      isNew: true,
      note: null,
      skip: undefined,
    };
    expect(boundedCopy(value, KIB)).toEqual(JSON.parse(JSON.stringify(value)));
  });

  it('shows by words what JSON has no form for', () => {
    const value = {
      big: 12n,
      not: Number.NaN,
      bytes: Buffer.alloc(9),
      error: new TypeError('no'),
      run: () => {},
    };
    expect(boundedCopy(value, KIB)).toEqual({
      big: '12',
      not: 'NaN',
      bytes: '[9 bytes]',
      error: 'TypeError: no',
    });
  });

  it('survives what is circular, or throws when it is read', () => {
    const circular: Record<string, unknown> = { name: 'a' };
    circular['self'] = circular;
    expect(boundedCopy(circular, KIB)).toMatchObject({ name: 'a', self: { name: 'a' } });
    const broken = {
      get secret() {
        throw new Error('not yours');
      },
    };
    expect(boundedCopy({ broken, fine: 1 }, KIB)).toEqual({ broken: '[unreadable]', fine: 1 });
  });

  it('leaves out what there is no room for', () => {
    const copy = boundedCopy(
      { text: 'x'.repeat(10 * KIB), rest: Array.from({ length: 10_000 }, () => 'y') },
      KIB,
    );
    expect(JSON.stringify(copy).length).toBeLessThan(KIB + 100);
    expect(copy).toMatchObject({ text: expect.stringMatching(/^x+…$/) });
  });

  it('equals what JSON makes of any JSON value that has room, and is bounded for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), value => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(boundedCopy(value, 1e6)).toEqual(plain);
        expect(Buffer.byteLength(JSON.stringify(boundedCopy(value, 200)))).toBeLessThan(400);
      }),
    );
  });
});
