import { describe, expect, test } from 'vitest';
import { AiwatchError } from '../../../src/errors.ts';
import { startError } from '../../../src/store/embedded/start-error.ts';

describe('startError', () => {
  test.each([
    [systemError('ENOSPC'), '', 'STORE_DISK_FULL'],
    ['initdb', 'initdb: error: could not write file "x": No space left on device', 'STORE_DISK_FULL'],
    [
      'initdb',
      'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.',
      'STORE_DISK_FULL',
    ],
    [systemError('EACCES'), '', 'STORE_FOLDER_UNUSABLE'],
    [systemError('EROFS'), '', 'STORE_FOLDER_UNUSABLE'],
    // What making folders on a read-only file system ends with.
    [systemError('ENOENT'), '', 'STORE_FOLDER_UNUSABLE'],
    ['initdb', 'initdb: error: could not access directory "x": Permission denied', 'STORE_FOLDER_UNUSABLE'],
    ['initdb', 'something else', 'STORE_START_FAILED'],
    [new Error('x'), '', 'STORE_START_FAILED'],
  ])('tells %s, %j as %s', (error, output, code) => {
    expect(startError('/data', error, output)).toMatchObject({
      code,
      message: expect.stringContaining('/data'),
    });
  });

  test('shows the end of what PostgreSQL wrote', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n');
    const { message } = startError('/data', 'initdb', lines);
    expect(message).toContain('\nline 29');
    expect(message).not.toContain('line 3\n');
  });

  test('leaves an error alone that has a code already', () => {
    const error = new AiwatchError('STORE_LOCKED', { where: 'here', found: 'process 1' });
    expect(startError('/data', error)).toBe(error);
  });
});

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
