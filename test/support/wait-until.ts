import { vi } from 'vitest';

/** Looks again and again until what is expected holds; patient, since the machine may be busy with other suites. */
export function waitUntil<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 25_000, interval: 20 });
}
