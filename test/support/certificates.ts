import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../tools/debian/run-command.ts';

/** The script that users run. */
const SCRIPT = fileURLToPath(new URL('../../deploy/security/make-certificates.sh', import.meta.url));

/** Makes a certificate authority and a certificate for `names` in a folder, by the script that users run. */
export async function makeCertificates(folder: string, names: readonly string[] = []): Promise<void> {
  await mkdir(folder, { recursive: true });
  const env = { PATH: process.env['PATH'] ?? '' };
  const { exitCode, stderr } = await runCommand('sh', [SCRIPT, folder, ...names], {
    env,
    timeoutMs: 60_000,
  });
  if (exitCode !== 0) throw new Error(`${SCRIPT} failed:\n${stderr}`);
}
