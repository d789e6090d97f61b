import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../../tools/servers/run-tool.ts';
import { ALERTMANAGER_FILES, writeAlertmanagerFiles } from '../../support/alertmanager-config.ts';
import { requirePrograms } from '../../support/servers.ts';

const programs = await requirePrograms('amtool');
const NOBODY = { pagerDuty: false, slack: null, email: null };

/** The labels of an alert, and who is told of it. */
type Row = readonly [labels: string, receivers: string];

/** What every team hears without settings of its own. */
const COMMON: readonly Row[] = [
  ['alertname=TargetDown severity=critical team=platform', 'aiwatch,pagerduty,slack,email'],
  ['alertname=HighErrorRate severity=warning team=application', 'aiwatch,slack,email'],
  ['alertname=HighErrorRate severity=info team=application', 'aiwatch,email'],
  ['alertname=Custom severity=none team=platform', 'aiwatch,email'],
  ['alertname=Custom severity=urgent', 'aiwatch,email'],
  ['alertname=Custom', 'aiwatch,email'],
  ['alertname=Watchdog severity=none team=platform', 'watchdog'],
  ['alertname=Watchdog severity=critical', 'watchdog'],
  ['alertname=WatchdogOfOthers severity=critical', 'aiwatch,pagerduty,slack,email'],
];

const bySeverity = (critical: string, warning: string, info: string): readonly Row[] => [
  ['severity=critical', critical],
  ['severity=warning', warning],
  ['severity=info', info],
  ['alertname=Watchdog severity=none', 'watchdog'],
];

const TEAMS = {
  platform: { slackChannel: '#platform', email: 'platform@example.com' },
  'data-1': { email: 'data@example.com' },
};

const VARIANTS: readonly (readonly [name: string, bundle: object, rows: readonly Row[]])[] = [
  ['the settings as shipped', {}, COMMON],
  ["a dead man's switch", { notify: { watchdogUrl: 'https://switch.example.com/1' } }, COMMON],
  [
    'no PagerDuty',
    { notify: { pagerDuty: false } },
    bySeverity('aiwatch,slack,email', 'aiwatch,slack,email', 'aiwatch,email'),
  ],
  [
    'no Slack',
    { notify: { slack: null } },
    bySeverity('aiwatch,pagerduty,email', 'aiwatch,email', 'aiwatch,email'),
  ],
  ['no mail', { notify: { email: null } }, bySeverity('aiwatch,pagerduty,slack', 'aiwatch,slack', 'aiwatch')],
  ['no webhook', { webhookUrl: null }, bySeverity('pagerduty,slack,email', 'slack,email', 'email')],
  ['the webhook only', { notify: NOBODY }, bySeverity('aiwatch', 'aiwatch', 'aiwatch')],
  [
    'PagerDuty only',
    { webhookUrl: null, notify: { slack: null, email: null } },
    bySeverity('pagerduty', 'nobody', 'nobody'),
  ],
  ['nothing at all', { webhookUrl: null, notify: NOBODY }, bySeverity('nobody', 'nobody', 'nobody')],
  [
    'teams of their own',
    { notify: { teams: TEAMS } },
    [
      ['severity=critical team=platform', 'aiwatch,pagerduty,slack-platform,email-platform'],
      ['severity=warning team=platform', 'aiwatch,slack-platform,email-platform'],
      ['severity=info team=platform', 'aiwatch,email'],
      ['severity=warning team=data-1', 'aiwatch,slack,email-data-1'],
      ['severity=warning team=application', 'aiwatch,slack,email'],
      ['severity=warning', 'aiwatch,slack,email'],
      ['alertname=Watchdog severity=none team=platform', 'watchdog'],
    ],
  ],
  [
    'teams whose channel and address are switched off',
    { notify: { slack: null, email: null, teams: TEAMS } },
    [['severity=critical team=platform', 'aiwatch,pagerduty']],
  ],
  ['mute times, which only hold back', { notify: { muteTimes: [{ name: 'always' }] } }, COMMON],
  [
    'mute times of teams',
    {
      notify: {
        teams: TEAMS,
        muteTimes: [{ name: 'always', teams: ['platform'], severities: ['critical', 'warning'] }],
      },
    },
    [
      ['severity=critical team=platform', 'aiwatch,pagerduty,slack-platform,email-platform'],
      ['severity=warning team=application', 'aiwatch,slack,email'],
    ],
  ],
];

describe.skipIf(programs.skip).each(VARIANTS)('with %s', (_, bundle, rows) => {
  it('alerts go where the table says', async () => {
    const folder = await writeAlertmanagerFiles(bundle);
    for (const file of ALERTMANAGER_FILES) {
      for (const [labels, receivers] of rows) {
        const options = [`--config.file=${join(folder, file)}`, `--verify.receivers=${receivers}`];
        const args = ['config', 'routes', 'test', ...options, ...labels.split(' ')];
        const { exitCode, stdout } = await runTool(programs.get('amtool'), args);
        expect({ file, labels, exitCode, stdout }).toEqual({
          file,
          labels,
          exitCode: 0,
          stdout: `${receivers}\n`,
        });
      }
    }
  });
});
