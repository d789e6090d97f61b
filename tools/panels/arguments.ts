import { parseArgs } from 'node:util';
import type { Theme } from './page.ts';
import type { GivenVariables } from './variables.ts';

/** How the command is used; printed with `--help` and after a mistake. */
export const USAGE = `Renders every panel of a Grafana dashboard from a running Prometheus into one HTML page.

  node build/tools/panels/main.js --dashboard <file.json> --out <file.html>

  --prometheus <url>         Prometheus (http://127.0.0.1:9090)
  --from, --to <time>        range, as in Grafana (now-30m, now)
  --var <name=value>         value of a variable; repeat it for several values, All for all
  --scrape-interval <15s>    the data source's scrape interval
  --width <px>               width of the page (1600)
  --theme dark|light         (dark)
  --screenshot <file.png>    also a picture, taken with Chromium
  --json <file.json>         also the status and the queries of every panel
  --strict                   empty panels are failures too

Exit code 1 when a panel is in error.`;

/** The command line, read. */
export interface CommandOptions {
  readonly dashboardPath: string;
  readonly prometheusUrl: string;
  readonly from: string;
  readonly to: string;
  readonly variables: GivenVariables;
  readonly scrapeInterval: string;
  readonly widthPx: number;
  readonly theme: Theme;
  readonly outPath: string;
  readonly screenshotPath?: string;
  readonly jsonPath?: string;
  readonly isStrict: boolean;
}

const NARROWEST_PX = 320;

function parseVariables(entries: readonly string[]): GivenVariables {
  const variables: Record<string, string[]> = {};
  for (const entry of entries) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
    if (name === undefined || value === undefined) {
      throw new Error(`--var: expected name=value, found "${entry}".`);
    }
    variables[name] = [...(variables[name] ?? []), value];
  }
  return variables;
}

function parseTheme(text: string): Theme {
  if (text === 'dark' || text === 'light') return text;
  throw new Error(`--theme: expected dark or light, found "${text}".`);
}

function parseWidth(text: string): number {
  const widthPx = Number(text);
  if (Number.isInteger(widthPx) && widthPx >= NARROWEST_PX) return widthPx;
  throw new Error(`--width: expected a whole number of pixels from ${NARROWEST_PX}, found "${text}".`);
}

function required(value: string | undefined, name: string): string {
  if (value) return value;
  throw new Error(`--${name}: expected a file, found nothing.`);
}

/**
 * Reads the command line; `help` when it was asked for.
 * @throws Error that says which option is wrong.
 */
export function parseCommandLine(args: readonly string[]): CommandOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      dashboard: { type: 'string' },
      out: { type: 'string' },
      prometheus: { type: 'string', default: 'http://127.0.0.1:9090' },
      from: { type: 'string', default: 'now-30m' },
      to: { type: 'string', default: 'now' },
      var: { type: 'string', multiple: true, default: [] },
      'scrape-interval': { type: 'string', default: '15s' },
      width: { type: 'string', default: '1600' },
      theme: { type: 'string', default: 'dark' },
      screenshot: { type: 'string' },
      json: { type: 'string' },
      strict: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    dashboardPath: required(values.dashboard, 'dashboard'),
    outPath: required(values.out, 'out'),
    prometheusUrl: values.prometheus,
    from: values.from,
    to: values.to,
    variables: parseVariables(values.var),
    scrapeInterval: values['scrape-interval'],
    widthPx: parseWidth(values.width),
    theme: parseTheme(values.theme),
    ...(values.screenshot ? { screenshotPath: values.screenshot } : {}),
    ...(values.json ? { jsonPath: values.json } : {}),
    isStrict: values.strict,
  };
}
