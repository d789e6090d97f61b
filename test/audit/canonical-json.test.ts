import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/audit/index.ts';

function doubleOf(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE();
}

/** A second way to the same text, slow and plain. */
function sortedJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${sortedJson(item)}`).join(',')}}`;
}

describe('canonical JSON', () => {
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as RFC 8785 (appendix B) does: %s', (bits, text) => {
    expect(canonicalJson(doubleOf(bits))).toBe(text);
  });

  it('writes strings and literals as the example of RFC 8785 (§3.2.2)', () => {
    const value = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys by UTF-16 code unit (RFC 8785 §3.2.3)', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const order = Object.values(JSON.parse(canonicalJson(value)) as object);
    expect(canonicalJson(value).startsWith('{"\\r":')).toBe(true);
    expect(order.filter(name => name !== 'One')).toEqual([
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonicalJson({ 9: 1, 10: 2, a: 3, A: 4 })).toBe('{"10":2,"9":1,"A":4,"a":3}');
  });

  it('sorts many keys as it sorts few', () => {
    const keys = Array.from({ length: 40 }, (_, index) => `k${(index * 7) % 40}`);
    const text = canonicalJson(Object.fromEntries(keys.map(key => [key, 0])));
    expect([...text.matchAll(/"(k\d+)"/g)].map(match => match[1])).toEqual([...keys].sort());
  });

  it('leaves out what JSON does not know, as JSON.stringify does', () => {
    const value = {
      left: undefined,
      call: () => 1,
      symbol: Symbol('s'),
      list: [undefined, () => 1, Number.NaN, Number.POSITIVE_INFINITY, -0],
      date: new Date(0),
      own: { toJSON: () => ({ b: 1, a: 2 }) },
      boxed: Object('text'),
    };
    expect(canonicalJson(value)).toBe(
      '{"boxed":"text","date":"1970-01-01T00:00:00.000Z","list":[null,null,null,null,0],"own":{"a":2,"b":1}}',
    );
    expect(canonicalJson(undefined)).toBe('null');
    expect(canonicalJson({ a: undefined })).toBe('{}');
    expect(() => canonicalJson({ big: 1n })).toThrow(TypeError);
  });

  it('takes own keys only, and those of any name', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"constructor":2,"toString":3}');
    expect(canonicalJson(value)).toBe('{"__proto__":{"a":1},"constructor":2,"toString":3}');
    expect(canonicalJson(Object.assign(Object.create(null), { b: 1, a: 2 }))).toBe('{"a":2,"b":1}');
  });

  it('escapes lone surrogates, and leaves pairs and separators as they are', () => {
    expect(canonicalJson(['\ud800', '\udc00a', '😀', '\u2028'])).toBe('["\\ud800","\\udc00a","😀","\u2028"]');
  });

  it('is JSON of the same meaning, and the same text whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), value => {
        const text = canonicalJson(value);
        expect(text).toBe(sortedJson(value));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});
