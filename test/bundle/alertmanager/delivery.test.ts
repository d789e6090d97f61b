import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { startAlertmanager } from '../../../tools/servers/alertmanager.ts';
import { findFreePort } from '../../../tools/servers/free-port.ts';
import { writeAlertmanagerFiles } from '../../support/alertmanager-config.ts';
import { eventually } from '../../support/eventually.ts';
import { startServer } from '../../support/http-server.ts';
import { requirePrograms } from '../../support/servers.ts';

const programs = await requirePrograms('prometheus-alertmanager');

interface Notification {
  readonly receiver: string;
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[];
}
interface Contents {
  readonly receivers: readonly { readonly name: string }[];
}

/** Everybody gets a webhook that leads here, and soon, but still late enough for causes to hide their effects. */
function redirectTo(url: string) {
  return (content: string): string => {
    if (!content.includes('receivers:')) return content;
    const config = parse(content.replaceAll(/group_wait: \d\d?s/g, 'group_wait: 3s')) as Contents;
    const receivers = config.receivers.map(({ name }) => ({ name, webhook_configs: [{ url }] }));
    return stringify({ ...config, receivers });
  };
}

/** Runs Alertmanager with the generated configuration; collects who is told of what. */
async function start(notify: object, bundle: object = {}) {
  const told = new Set<string>();
  const sink = await startServer(async (request, response) => {
    const { receiver, alerts } = JSON.parse((await buffer(request)).toString()) as Notification;
    for (const { labels } of alerts)
      told.add(`${receiver}: ${labels['alertname']} ${labels['instance'] ?? ''}`.trim());
    response.end();
  });
  const folder = await writeAlertmanagerFiles(
    { ...bundle, notify },
    redirectTo(`http://127.0.0.1:${sink.port}/`),
  );
  const server = await startAlertmanager({
    program: programs.get('prometheus-alertmanager'),
    port: await findFreePort(),
    configFile: join(folder, 'alertmanager/alertmanager.yml'),
    dataDir: join(folder, 'data'),
  });
  onTestFinished(() => server.stop());
  const raise = async (...alerts: readonly Readonly<Record<string, string>>[]): Promise<void> => {
    const body = JSON.stringify(alerts.map(labels => ({ labels })));
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${server.url}/api/v2/alerts`, { method: 'POST', headers, body });
    expect(response.status).toBe(200);
  };
  /** Waits for all of it, in any order: each receiver has a group and a time of its own. */
  const untilToldOf = async (expected: readonly string[]): Promise<void> => {
    await eventually(async () => (expected.every(what => told.has(what)) ? told : undefined), {
      what: expected.join(', '),
      timeoutMs: 25_000,
      seen: () => [...told].join(', '),
    });
  };
  return { raise, untilToldOf, told };
}

const A = { job: 'application', instance: 'a:3001' };
const B = { job: 'application', instance: 'b:3001' };
const DOWN = { alertname: 'TargetDown', severity: 'critical', team: 'platform' };
const SLOW = { alertname: 'AiwatchScrapeSlow', severity: 'warning', team: 'platform' };
const PROMETHEUS = { job: 'prometheus', instance: 'p:9090' };
/** Raised last: once it is told, what was raised before and is to be told, is on its way too. */
const LAST = { alertname: 'Last', severity: 'info' };

describe.skipIf(programs.skip)('a running Alertmanager', () => {
  it('tells of a dead target and not of its symptoms, of a critical alert and not of the mild one beside it', async () => {
    const { raise, untilToldOf, told } = await start({ slack: null, pagerDuty: false });
    await raise(
      { ...DOWN, ...A },
      { alertname: 'PrometheusWithoutAlertmanager', severity: 'critical', ...PROMETHEUS },
    );
    await raise({ ...SLOW, ...A }, { ...SLOW, ...B });
    await raise({ alertname: 'PrometheusNotificationsDropped', severity: 'warning', ...PROMETHEUS });
    await raise(LAST);
    const expected = [
      'TargetDown a:3001',
      'PrometheusWithoutAlertmanager p:9090',
      'AiwatchScrapeSlow b:3001',
      'Last',
    ].flatMap(what => [`aiwatch: ${what}`, `email: ${what}`]);
    await untilToldOf(expected);
    expect([...told].sort()).toEqual(expected.sort());
  });

  it('tells of what happens in one cluster, though a target of the same name is down in another', async () => {
    const externalLabels = { cluster: 'eu' };
    const { raise, untilToldOf, told } = await start({ slack: null, pagerDuty: false }, { externalLabels });
    await raise({ ...DOWN, ...A, cluster: 'us' });
    await raise({ ...SLOW, ...A, cluster: 'eu' });
    await raise(LAST);
    const expected = ['TargetDown a:3001', 'AiwatchScrapeSlow a:3001', 'Last'].flatMap(what => [
      `aiwatch: ${what}`,
      `email: ${what}`,
    ]);
    await untilToldOf(expected);
    expect([...told].sort()).toEqual(expected.sort());
  });

  it('sends the heartbeat to its own receiver and to no other', async () => {
    const { raise, untilToldOf, told } = await start({});
    await raise({ alertname: 'Watchdog', severity: 'none', team: 'platform' });
    await raise(LAST);
    const expected = ['aiwatch: Last', 'email: Last', 'watchdog: Watchdog'];
    await untilToldOf(expected);
    expect([...told].sort()).toEqual(expected);
  });

  it('holds back what is muted from people, and tells a team in its own channel', async () => {
    const { raise, untilToldOf, told } = await start({
      teams: { platform: { slackChannel: '#platform', email: 'platform@example.com' } },
      muteTimes: [{ name: 'always', severities: ['warning'], teams: ['application'] }],
    });
    await raise({ alertname: 'HighErrorRate', severity: 'warning', team: 'application' });
    await raise({ alertname: 'HighMemoryUsage', severity: 'critical', team: 'application' });
    await raise({ ...SLOW, ...B });
    await raise(LAST);
    const expected = [
      'aiwatch: AiwatchScrapeSlow b:3001',
      'aiwatch: HighErrorRate',
      'aiwatch: HighMemoryUsage',
      'aiwatch: Last',
      'email-platform: AiwatchScrapeSlow b:3001',
      'email: HighMemoryUsage',
      'email: Last',
      'pagerduty: HighMemoryUsage',
      'slack-platform: AiwatchScrapeSlow b:3001',
      'slack: HighMemoryUsage',
    ];
    await untilToldOf(expected);
    expect([...told].sort()).toEqual(expected);
  });
});
