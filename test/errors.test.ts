import { describe, expect, test } from 'vitest';
import {
  AiwatchError,
  describe as describeValue,
  ERROR_CODES,
  isAiwatchError,
  reasonOf,
  reasonOfFetch,
} from '../src/errors.ts';

describe('AiwatchError', () => {
  test('says where, what was expected, what was found, and what to do', () => {
    const error = new AiwatchError('METRIC_VALUE_INVALID', {
      where: 'set() of a gauge',
      found: 'NaN (number)',
    });
    expect(error.message).toBe(
      'set() of a gauge: expected a finite number, found NaN (number). Check the value before recording it. [METRIC_VALUE_INVALID]',
    );
    expect(error.code).toBe('METRIC_VALUE_INVALID');
    expect(error.name).toBe('AiwatchError');
    expect(error).toBeInstanceOf(Error);
    expect('cause' in error).toBe(false);
  });

  test('can be more exact about what was expected, and keep its cause', () => {
    const cause = new Error('deeper');
    const error = new AiwatchError('LABEL_UNKNOWN', {
      where: 'here',
      found: '"b"',
      expected: 'no labels',
      cause,
    });
    expect(error.message).toContain('here: expected no labels, found "b".');
    expect(error.cause).toBe(cause);
  });

  test('is told from other errors, also when it comes from another copy of the package', () => {
    const copy = Object.assign(new Error('x'), { name: 'AiwatchError', code: 'METRIC_CONFLICT' });
    expect(isAiwatchError(copy)).toBe(true);
    expect(isAiwatchError(new AiwatchError('COMMAND_USAGE', { where: 'a', found: 'b' }))).toBe(true);
    for (const other of [
      new Error('x'),
      { name: 'AiwatchError', code: 'X' },
      null,
      undefined,
      'AiwatchError',
    ]) {
      expect(isAiwatchError(other)).toBe(false);
    }
  });

  test('has codes in capitals, and a message of whole sentences for each', () => {
    for (const code of ERROR_CODES) {
      expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)+$/);
      const { message } = new AiwatchError(code, { where: 'here', found: 'something' });
      expect(message).toMatch(/^here: expected .+, found something\. [A-Z].+\. \[[A-Z_]+\]$/);
    }
  });
});

describe('reasonOf', () => {
  test.each([
    [Object.assign(new Error('no such file'), { code: 'ENOENT' }), 'ENOENT'],
    [new Error('no'), 'Error: no'],
    ['no', 'no'],
    [undefined, 'undefined'],
  ])('is the code of %s, or else its text', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});

describe('reasonOfFetch', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

  test.each([
    [new TypeError('fetch failed', { cause: refused }), 'ECONNREFUSED'],
    [new TypeError('fetch failed', { cause: new Error('bad port') }), 'Error: bad port'],
    [new TypeError('no'), 'TypeError: no'],
    [new DOMException('aborted due to timeout', 'TimeoutError'), 'no answer in time'],
    ['no', 'no'],
  ])('is what %s has as its cause', (error, reason) => {
    expect(reasonOfFetch(error)).toBe(reason);
  });
});

describe('describe', () => {
  test.each([
    ['text', '"text" (string)'],
    ['a "quote"\nand a line', '"a \\"quote\\"\\nand a line" (string)'],
    [404, '404 (number)'],
    [Number.NaN, 'NaN (number)'],
    [10n, '10 (bigint)'],
    [null, 'null (null)'],
    [undefined, 'undefined (undefined)'],
    [Symbol('s'), 'Symbol(s) (symbol)'],
    [{}, '[object Object] (object)'],
    [Object.create(null), 'a value that cannot be printed (object)'],
  ])('shows %s', (value, shown) => {
    expect(describeValue(value)).toBe(shown);
  });

  test('cuts long values, and never fails or breaks the line', () => {
    expect(describeValue('x'.repeat(1000))).toBe(`"${'x'.repeat(79)}… (string)`);
    const hostile = {
      toString() {
        throw new Error('no');
      },
    };
    expect(describeValue(hostile)).toBe('a value that cannot be printed (object)');
    expect(describeValue(['a\nb'])).not.toContain('\n');
  });
});
