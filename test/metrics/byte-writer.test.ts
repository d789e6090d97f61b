import { describe, expect, test } from 'vitest';
import { ByteArena, viewOf } from '../../src/metrics/byte-arena.ts';
import { ByteWriter, canonicalNumberText } from '../../src/metrics/byte-writer.ts';

function written(values: readonly number[]): string {
  const writer = new ByteWriter();
  for (const value of values) {
    writer.reserve(8);
    writer.number(value);
    writer.byte(10);
  }
  return Buffer.concat(writer.end()).toString();
}

describe('numbers', () => {
  test('are written as JavaScript writes them, up to and beyond the last exact integer', () => {
    const values: number[] = [];
    for (let power = 0; power <= 53; power++) values.push(2 ** power - 1, 2 ** power, 2 ** power + 1);
    for (let power = 0; power <= 22; power++)
      values.push(10 ** power - 1, 10 ** power, 10 ** power + 1, 10 ** power / 8);
    let state = 1;
    for (let i = 0; i < 20_000; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      values.push(Math.floor((state / 2 ** 32) * 10 ** (i % 17)));
    }
    expect(written(values)).toBe(values.map(value => `${value}\n`).join(''));
  });

  test.each([
    [1, '1.0'],
    [0, '0.0'],
    [-2, '-2.0'],
    [0.5, '0.5'],
    [0.005, '0.005'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1.5e-10, '1.5e-10'],
    [1e-100, '1e-100'],
    [100000, '100000.0'],
    [163.84, '163.84'],
    [999999.5, '999999.5'],
    [1000000, '1e+06'],
    [1048576, '1.048576e+06'],
    [268435456, '2.68435456e+08'],
    [1e21, '1e+21'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ])('%s as a bound is canonical: %s', (value, text) => {
    expect(canonicalNumberText(value)).toBe(text);
  });
});

describe('text', () => {
  test('may be of any length, and passes from chunk to chunk unharmed', () => {
    const writer = new ByteWriter();
    const pieces = [1, 65_535, 65_536, 65_537, 3, 500_000, 7].map((length, i) =>
      String.fromCharCode(97 + i).repeat(length),
    );
    for (const piece of pieces) writer.text(piece);
    expect(Buffer.concat(writer.end()).toString()).toBe(pieces.join(''));
  });

  test('is handed out once, in order, and whole', () => {
    const writer = new ByteWriter();
    const taken: Buffer[] = [];
    const lines = Array.from({ length: 5000 }, (_, i) => `line ${i} 😀 ${'é'.repeat(i % 50)}\n`);
    for (const line of lines) {
      writer.text(line);
      taken.push(...writer.take());
    }
    expect(taken.length).toBeGreaterThan(3);
    expect(Buffer.concat([...taken, ...writer.end()]).toString()).toBe(lines.join(''));
    expect(writer.end()).toEqual([]);
  });

  test('survives being copied in steps of eight bytes, whatever its bytes and its place', () => {
    const arena = new ByteArena();
    const pieces = Array.from({ length: 600 }, (_, i) =>
      String.fromCodePoint(1 + ((i * 3571) % 0xd7ff)).repeat(i % 23),
    );
    pieces.push('\x7f'.repeat(9), '\u{10FFFF}\x7f'.repeat(9), '\uFFFF\x7f', '');
    const numbers = pieces.map(piece => arena.add(piece));
    const writer = new ByteWriter();
    for (const number of numbers) {
      const start = arena.startOf(number);
      writer.reserve(arena.ends[number]! - start);
      writer.bytes(arena.view, start, arena.ends[number]! - start);
    }
    expect(Buffer.concat(writer.end()).equals(Buffer.from(pieces.join('')))).toBe(true);
  });

  test('is seen through a view of exactly its bytes', () => {
    const view = viewOf(Buffer.from('abc'));
    expect([view.byteLength, view.getUint8(0)]).toEqual([3, 97]);
  });
});
