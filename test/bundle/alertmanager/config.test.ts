import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildBundle } from '../../../src/bundle/build-bundle.ts';
import { parseConfig } from '../../../src/config/index.ts';
import { runTool } from '../../../tools/servers/run-tool.ts';
import { ALERTMANAGER_FILES, writeAlertmanagerFiles } from '../../support/alertmanager-config.ts';
import { requirePrograms } from '../../support/servers.ts';

const programs = await requirePrograms('amtool');
/** Every way to be told, switched off. */
const OFF = { webhookUrl: null, notify: { pagerDuty: false, slack: null, email: null } };

describe.skipIf(programs.skip)('the configuration of Alertmanager', () => {
  const amtool = (...args: readonly string[]) => runTool(programs.get('amtool'), args);

  it.each(ALERTMANAGER_FILES)('is valid: %s', async file => {
    expect(await amtool('check-config', file)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each([
    ['with everything switched off', OFF],
    [
      'with everything switched on',
      {
        notify: {
          watchdogUrl: 'https://switch.example.com/ping/1',
          teams: { platform: { slackChannel: '#platform', email: 'platform@example.com' } },
          muteTimes: [
            {
              name: 'nights',
              severities: ['critical', 'warning', 'info'],
              teams: ['platform'],
              weekdays: ['monday', 'sunday'],
              times: ['00:00-06:30', '22:00-24:00'],
              months: ['january', 'december'],
              location: 'Europe/Berlin',
            },
          ],
        },
      },
    ],
  ])('is valid %s', async (_, bundle) => {
    const folder = await writeAlertmanagerFiles(bundle);
    for (const file of ALERTMANAGER_FILES) {
      expect(await amtool('check-config', join(folder, file))).toMatchObject({ exitCode: 0, stderr: '' });
    }
  });
});

describe('a mute time', () => {
  const build = (muteTimes: readonly object[]) => {
    const files = buildBundle(parseConfig({ bundle: { notify: { muteTimes } } }));
    const { content = '' } = files.find(({ path }) => path === ALERTMANAGER_FILES[0]) ?? {};
    return parse(content) as { readonly time_intervals?: readonly object[] };
  };

  it('becomes a time interval of Alertmanager', () => {
    const times = ['00:00-06:30', '22:00-24:00'];
    expect(
      build([{ name: 'nights', weekdays: ['monday'], times, location: 'Asia/Kolkata' }]).time_intervals,
    ).toEqual([
      {
        name: 'nights',
        time_intervals: [
          {
            weekdays: ['monday'],
            times: [
              { start_time: '00:00', end_time: '06:30' },
              { start_time: '22:00', end_time: '24:00' },
            ],
            location: 'Asia/Kolkata',
          },
        ],
      },
    ]);
    expect(build([])).not.toHaveProperty('time_intervals');
  });

  it.each([
    [{ times: ['22:00-06:00'] }, 'a time of one day, e.g. 18:00-24:00; a night is two'],
    [{ times: ['9:00-17:00'] }, 'a time of one day, e.g. 18:00-24:00; a night is two'],
    [{ times: ['00:00-24:30'] }, 'a time of one day, e.g. 18:00-24:00; a night is two'],
    [{ weekdays: ['someday'] }, 'monday'],
    [{ severities: ['none'] }, 'critical'],
    [{ location: 'Atlantis' }, 'a time zone, e.g. Europe/Berlin'],
    [{ teams: ['a"b'] }, 'a name of letters, digits, _ and -'],
  ])('is refused with %o', (setting, expected) => {
    expect(() => build([{ name: 'nights', ...setting }])).toThrow(expected);
  });

  it('is refused with the name of another', () => {
    expect(() => build([{ name: 'nights' }, { name: 'nights' }])).toThrow('a different name for each');
  });
});

interface Receiver {
  readonly name: string;
  readonly [configs: string]: unknown;
}

describe('the secrets of Alertmanager', () => {
  it('are not read for a receiver that is switched off', () => {
    const files = buildBundle(parseConfig({ bundle: OFF })).filter(({ path }) =>
      ALERTMANAGER_FILES.includes(path),
    );
    expect(files.map(({ content }) => content).filter(text => text.includes('secrets/'))).toEqual([]);
    expect(files).toHaveLength(2);
  });

  it.each(ALERTMANAGER_FILES)('stand in files only: %s', async file => {
    const config = parse(await readFile(file, 'utf8')) as { readonly receivers: readonly Receiver[] };
    const keys = JSON.stringify(config.receivers).match(/"\w*(key|password|api_url|token|secret)\w*"/g);
    expect(keys).toEqual(['"routing_key_file"', '"api_url_file"', '"auth_password_file"']);
  });
});
