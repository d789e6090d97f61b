import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeCsv } from '../../../panel/src/data/write-csv.ts';

/** Reads CSV as RFC 4180 has it. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    rows.at(-1)!.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('CSV', () => {
  test('has a line for each row, and nothing where nothing is known', () => {
    expect(
      writeCsv([
        ['time', 'messages'],
        ['2026-11-01', 5],
        ['2026-11-02', null],
        [true, 1.5],
      ]),
    ).toBe('time,messages\r\n2026-11-01,5\r\n2026-11-02,\r\ntrue,1.5\r\n');
  });

  test('quotes what would otherwise be read as something else', () => {
    expect(writeCsv([['a,b', 'say "no"', 'two\nlines']])).toBe('"a,b","say ""no""","two\nlines"\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@sum', '\tx'])('does not let a spreadsheet run %j', text => {
    expect(readCsv(writeCsv([[text]]))).toEqual([[`'${text}`]]);
  });

  test('leaves negative numbers as they are', () => {
    expect(writeCsv([[-5]])).toBe('-5\r\n');
  });

  test('gives back any text', () => {
    const text = fc.string({ unit: 'binary' }).filter(value => !/^[=+\-@\t\r]/.test(value));
    const rows = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, table => {
        expect(readCsv(writeCsv(table))).toEqual(table);
      }),
      { numRuns: 50 },
    );
  });
});
