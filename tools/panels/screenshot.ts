import { pathToFileURL } from 'node:url';
import { findProgram, isProgram } from '../debian/find-program.ts';
import { launchChromium } from './launch-chromium.ts';

export interface ScreenshotOptions {
  readonly htmlPath: string;
  readonly pngPath: string;
  readonly widthPx: number;
}

/** Lower than any dashboard: the picture is as high as the page. */
const FIRST_HEIGHT_PX = 200;
const DRAWING_TIMEOUT_MS = 30_000;

/**
 * Takes a picture of a whole page with Chromium, as soon as everything is drawn.
 * @throws Error when there is no Chromium, and when a script of the page failed.
 */
export async function takeScreenshot({ htmlPath, pngPath, widthPx }: ScreenshotOptions): Promise<void> {
  const program = await findProgram('chromium');
  if (!isProgram(program)) throw new Error(`chromium: ${program.reason}; ${program.hint}`);
  const browser = await launchChromium(program);
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
