import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findProgram, isProgram } from '../debian/find-program.ts';

export interface ScreenshotOptions {
  readonly htmlPath: string;
  readonly pngPath: string;
  readonly widthPx: number;
}

/** Lower than any dashboard: the picture is as high as the page. */
const FIRST_HEIGHT_PX = 200;
const DRAWING_TIMEOUT_MS = 30_000;

/** What Chromium would otherwise look for on the network, and its sandbox, which it refuses to root. */
const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * Takes a picture of a whole page with Chromium, as soon as everything is drawn.
 * @throws Error when there is no Chromium, and when a script of the page failed.
 */
export async function takeScreenshot({ htmlPath, pngPath, widthPx }: ScreenshotOptions): Promise<void> {
  const program = await findProgram('chromium');
  if (!isProgram(program)) throw new Error(`chromium: ${program.reason}; ${program.hint}`);
  const browser = await chromium.launch({ executablePath: program.path, env: program.env, args: FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: widthPx, height: FIRST_HEIGHT_PX } });
    const failures: string[] = [];
    page.on('pageerror', error => failures.push(error.message));
    await page.goto(pathToFileURL(htmlPath).href);
    await page.waitForSelector('html[data-drawn="true"]', { timeout: DRAWING_TIMEOUT_MS });
    await page.screenshot({ path: pngPath, fullPage: true });
    if (failures.length > 0) throw new Error(`page: ${failures.join('; ')}`);
  } finally {
    await browser.close();
  }
}
