import { type Browser, chromium } from 'playwright-core';
import type { Program } from '../debian/find-program.ts';

/** What Chromium would otherwise look for on the network, and its sandbox, which it refuses to root. */
const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Starts the Chromium of the machine without a window. */
export function launchChromium({ path, env }: Program): Promise<Browser> {
  return chromium.launch({ executablePath: path, env, args: FLAGS });
}
