import { rm, writeFile } from 'node:fs/promises';
import { runCommand } from './run-command.ts';

/** Asked by Debian's package scripts before they start a service (`invoke-rc.d`); exit code 101 forbids it. */
const POLICY_FILE = '/usr/sbin/policy-rc.d';
const FORBID_SERVICES = '#!/bin/sh\nexit 101\n';

/** Replaceable for tests. */
export interface InstallOptions {
  readonly policyFile?: string;
  readonly aptGet?: string;
}

/**
 * Installs packages on the system (root only) without starting their services. A policy that is there already
 * is left alone. Throws with the reason if `apt-get` fails.
 */
export async function installPackages(names: readonly string[], options: InstallOptions = {}): Promise<void> {
  const policyFile = options.policyFile ?? POLICY_FILE;
  const ours = await writePolicy(policyFile);
  try {
    const args = ['install', '-y', '--no-install-recommends', ...names];
    const { exitCode, stderr } = await runCommand(options.aptGet ?? 'apt-get', args, {
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (exitCode !== 0) {
      const error = stderr.split('\n').find(line => line.startsWith('E:'));
      throw new Error(`apt-get install: ${error ?? `exit code ${exitCode}`}`);
    }
  } finally {
    if (ours) {
      await rm(policyFile, { force: true });
    }
  }
}

async function writePolicy(file: string): Promise<boolean> {
  try {
    await writeFile(file, FORBID_SERVICES, { mode: 0o755, flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}
