import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type CommandOptions, parseCommandLine, USAGE } from './arguments.ts';
import { buildPage } from './page.ts';
import { renderDashboard } from './render.ts';
import { buildReport, findFailures, writeSummary } from './report.ts';
import { takeScreenshot } from './screenshot.ts';
import { parseTimeRange } from './time-range.ts';

async function writeOut(path: string, text: string): Promise<void> {
  await mkdir(dirname(resolve(path)), { recursive: true });
  await writeFile(path, text);
}

async function loadJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: expected JSON, found something else.`, { cause: error });
  }
}

/** Renders one dashboard and returns the exit code. */
async function run(options: CommandOptions): Promise<number> {
  const { outPath, screenshotPath, jsonPath, widthPx } = options;
  const rendered = await renderDashboard({
    dashboard: await loadJson(options.dashboardPath),
    prometheusUrl: options.prometheusUrl,
    range: parseTimeRange(options.from, options.to, Date.now()),
    variables: options.variables,
    scrapeInterval: options.scrapeInterval,
    widthPx,
  });
  await writeOut(outPath, buildPage(rendered, { theme: options.theme }));
  if (jsonPath) await writeOut(jsonPath, `${JSON.stringify(buildReport(rendered), null, 2)}\n`);
  if (screenshotPath) {
    await mkdir(dirname(resolve(screenshotPath)), { recursive: true });
    await takeScreenshot({ htmlPath: resolve(outPath), pngPath: screenshotPath, widthPx });
  }
  const written = [outPath, screenshotPath, jsonPath].filter(path => path !== undefined);
  process.stdout.write(`${writeSummary(rendered)}\nWritten: ${written.join(', ')}\n`);
  return findFailures(rendered, options.isStrict).length > 0 ? 1 : 0;
}

try {
  const options = parseCommandLine(process.argv.slice(2));
  if (options === 'help') process.stdout.write(`${USAGE}\n`);
  else process.exitCode = await run(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
