import { describe, expect, it } from 'vitest';
import { parseMaxFiles, parseStatus } from '../../../src/collectors/process/procfs.ts';

describe('parseStatus', () => {
  it('takes address space in bytes and threads, whatever else is there', () => {
    const text = 'Name:\tnode\nVmPeak:\t    9999 kB\nVmSize:\t    3060 kB\nVmRSS:\t 1760 kB\nThreads:\t11\n';
    expect(parseStatus(text)).toEqual({ virtualMemoryBytes: 3060 * 1024, threads: 11 });
  });
});

describe('parseMaxFiles', () => {
  it('takes the soft limit', () => {
    const line = 'Max open files            1024                 524288               files     ';
    expect(parseMaxFiles(`Max processes   1  2  processes\n${line}\nMax locked memory 8 8 bytes`)).toBe(1024);
  });

  it('takes no limit for infinity', () => {
    expect(parseMaxFiles('Max open files            unlimited            unlimited            files')).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
