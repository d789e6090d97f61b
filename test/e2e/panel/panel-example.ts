import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTraffic } from '../../../examples/traffic/traffic.ts';
import type { EventsAnswer } from '../../../src/api/events.ts';
import type { ApiEvent } from '../../../src/api/live.ts';
import { startExample } from '../../../tools/demo/example.ts';
import { issueToken } from '../../../tools/demo/token.ts';
import { launchChromium } from '../../../tools/panels/launch-chromium.ts';
import { findFreePort } from '../../../tools/servers/free-port.ts';
import { createServerGroup } from '../../../tools/servers/server-group.ts';
import { parseExposition } from '../../support/parse-exposition.ts';
import type { RequiredPrograms } from '../../support/servers.ts';
import { startForeignSite } from './foreign-site.ts';
import { openWindow, type PanelWindowOptions } from './panel-window.ts';

export const EVENTS_PATH = '/api/v1/monitoring/events';
/** Quick answers, and enough failures for pictures with errors. */
const MODEL_ARGS = ['--latency-factor', '0.2', '--error-rate', '0.1'];
/** Busier than people are, as the tests wait for what happens. */
const TRAFFIC = { users: 4, pace: 5 };

/** The example application with its aiwatch server, a browser, and two pages of other origins; `close` it. */
export async function startPanelExample(programs: RequiredPrograms) {
  const folder = await mkdtemp(join(tmpdir(), 'aiwatch-panel-'));
  // The embedded PostgreSQL runs as another user, where this runs as root.
  await chmod(folder, 0o711);
  const group = createServerGroup();
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true }), group.stop];
  const close = async () => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
  };
  try {
    const sites = { allowed: await startForeignSite(), other: await startForeignSite() };
    closers.push(sites.allowed.close, sites.other.close);
    const configFile = join(folder, 'aiwatch.yml');
    await writeFile(configFile, `live:\n  allowedOrigins: [${sites.allowed.url}]\n`);
    const { aiwatch, aiwatchDataDir, assistant } = await startExample({
      group,
      ports: {
        modelServer: await findFreePort(),
        assistant: await findFreePort(),
        aiwatch: await findFreePort(),
      },
      workspace: join(folder, 'workspace'),
      modelArgs: MODEL_ARGS,
      serveArgs: ['--config', configFile],
    });
    const browser = await launchChromium(programs.get('chromium'));
    closers.push(() => browser.close());
    const traffic = createTraffic({ target: assistant.url, ...TRAFFIC });
    closers.push(traffic.stop);
    const token = await issueToken(aiwatchDataDir, ['--role', 'admin', '--user', 'ada']);
    return {
      url: aiwatch.url,
      /** Of an administrator. */
      token,
      sites,
      traffic,
      /** What `aiwatch token` prints. */
      runTokenCommand: (...args: readonly string[]) => issueToken(aiwatchDataDir, args),
      /** An answer of the API to the administrator. */
      get: <T>(path: string) => getJson<T>(aiwatch.url + path, token),
      listEvents: (userId: string) => listEvents(aiwatch.url, token, userId),
      /** Sends a notification as Alertmanager does. */
      async notify(notification: object) {
        const response = await fetch(`${aiwatch.url}/api/v1/alertmanager`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'user-agent': 'Alertmanager/0.28.1' },
          body: JSON.stringify(notification),
        });
        if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
      },
      openWindow: (options?: PanelWindowOptions) => openWindow(browser, options),
      /** How many events the application has collected that are not stored by the server yet. */
      countEventsUnderWay: async () =>
        (await countWaiting(assistant.url)) + (await countWaiting(aiwatch.url)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export type PanelExample = Awaited<ReturnType<typeof startPanelExample>>;

async function getJson<T>(url: string, token: string): Promise<T> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** All events of a user, page by page. */
async function listEvents(url: string, token: string, userId: string): Promise<readonly ApiEvent[]> {
  const found: ApiEvent[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ userId, limit: '500', ...(cursor !== '' && { cursor }) });
    const answer: EventsAnswer = await getJson(`${url}${EVENTS_PATH}?${query}`, token);
    found.push(...answer.events);
    cursor = answer.nextCursor;
  }
  return found;
}

/** Events of a program that were accepted, and are not handed on. */
async function countWaiting(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const families = parseExposition(text, { format: 'text' });
  const samples = [...families.values()].flatMap(family => family.samples);
  const sum = (name: string) =>
    samples.filter(sample => sample.name === name).reduce((total, { value }) => total + value, 0);
  const ends = ['stored', 'duplicate', 'dead_letters'].map(end => sum(`aiwatch_events_${end}_total`));
  return sum('aiwatch_events_accepted_total') - ends.reduce((total, value) => total + value, 0);
}
