import { type Config, DEFAULTS, loadConfig } from '../../config/index.ts';
import { reasonOf } from '../../errors.ts';
import { isLoopbackHost, type ScrapeAccess } from '../../metrics/index.ts';
import { type AlertNotification, type OpenServer, openServer } from '../../server/index.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { createSignInLink, panelUrl } from '../sign-in-link.ts';
import { checkAddress } from './check-address.ts';
import { keepHeapSmall } from './small-heap.ts';

const MS_PER_MINUTE = 60_000;

const OPTIONS = { config: { type: 'string' }, host: { type: 'string' }, port: { type: 'string' } } as const;

/** Runs the server until it is told to stop. Throws CONFIG_…, LISTEN_FAILED, STORE_…. */
export async function runServer(args: readonly string[], { env, print }: CommandContext): Promise<number> {
  keepHeapSmall();
  const options = parseOptions('serve', args, OPTIONS);
  const overrides = {
    ...env,
    ...(options.host && { AIWATCH_HOST: options.host }),
    ...(options.port && { AIWATCH_PORT: options.port }),
  };
  const config = loadConfig({
    env: overrides,
    ...(options.config !== undefined && { file: options.config }),
  });
  await checkAddress(config.server.host, config.server.port);
  const onNotice = (line: string) => print(`aiwatch: ${line}`);
  const server = await openServer(config, { onNotice, onAlert: alert => print(alertLine(alert)) });
  const url = await listen(server, config);
  await printPanel(url, config, print);
  printStart(url, config, server, print);
  await untilSignal();
  await server.close();
  print('aiwatch: stopped');
  return 0;
}

/** A port that is taken must not leave the parts of the server running. */
async function listen({ app, close }: OpenServer, { server: { host, port } }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The first thing to see is where to look. On loopback the link is for whoever reads this; elsewhere the output may be
 * on its way to a log that others read.
 */
async function printPanel(url: string, config: Config, print: CommandContext['print']): Promise<void> {
  const base = panelUrl(config, url);
  if (!isLoopbackHost(config.server.host)) {
    print(`aiwatch: ${base}/ (admin panel); aiwatch token link makes a link that signs in`);
    return;
  }
  try {
    const { url: link, expiresMs } = await createSignInLink(config, base, { role: 'admin' });
    const minutes = Math.round((expiresMs - Date.now()) / MS_PER_MINUTE);
    print(`aiwatch: ${link} (admin panel)`);
    print(`aiwatch: the link signs in once, within ${minutes} minutes; another one: ${linkCommand(config)}`);
  } catch (error) {
    // Keys that lie where nothing can be written: the server does all else.
    print(`aiwatch: ${base}/ (admin panel), without a link: ${reasonOf(error)}`);
  }
}

/** As POSIX shells take it for one word. */
const quoteForShell = (text: string) =>
  /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** Keys are in the folder of the server: without it the command would make others. */
function linkCommand({ server: { dataDir } }: Config): string {
  const command = 'npx aiwatch token link';
  return dataDir === DEFAULTS.server.dataDir
    ? command
    : `AIWATCH_DATA_DIR=${quoteForShell(dataDir)} ${command}`;
}

function printStart(
  url: string,
  { metrics, server }: Config,
  { access, storeDescription }: OpenServer,
  print: CommandContext['print'],
): void {
  print(`aiwatch: ${url}${metrics.path} (metrics), ${url}/health, ${url}/runbooks`);
  print(`aiwatch: ${url}/api/v1/events (events), kept by ${storeDescription}`);
  print(`aiwatch: ${url}/docs (the API, described)`);
  print(`aiwatch: ${url}/api/v1/alertmanager (webhook), ${url}/api/v1/ci (pipelines)`);
  print(`aiwatch: ${accessLine(access, server.host)}`);
}

function accessLine({ token, checkPassword }: ScrapeAccess, host: string): string {
  const ways = [
    ...(token === undefined ? [] : ['the bearer token']),
    ...(checkPassword === undefined ? [] : ['a user and a password']),
  ];
  if (ways.length > 0) return `metrics, webhook and pipelines want ${ways.join(', or ')}`;
  if (isLoopbackHost(host))
    return 'no token: metrics, webhook and pipelines are for requests of this machine only';
  return `no token: on ${host} metrics, webhook and pipelines refuse everybody; set AIWATCH_METRICS_TOKEN`;
}

function alertLine({ status, labels, annotations }: AlertNotification): string {
  const { alertname = 'unnamed', severity = 'none' } = labels;
  const what = annotations['summary'] ?? annotations['description'] ?? '';
  const line = `aiwatch: alert ${status.toUpperCase()} ${alertname} (${severity}) ${what}`.trimEnd();
  // Labels may carry anything; what they say must not look like a line of the log.
  return line.replaceAll(/\p{Cc}/gu, ' ');
}

const END_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The first signal ends cleanly; a second one, of either kind, ends at once. */
function untilSignal(): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      for (const signal of END_SIGNALS) process.off(signal, end);
      resolve();
    };
    for (const signal of END_SIGNALS) process.on(signal, end);
  });
}
