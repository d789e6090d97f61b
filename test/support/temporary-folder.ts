import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A server that was killed may write for a moment longer. */
const REMOVAL = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 };

/** A new empty folder, removed when the test that asked for it is over. */
export async function createTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aiwatch-test-'));
  onTestFinished(() => rm(folder, REMOVAL));
  return folder;
}
