import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Dashboard } from '../../src/dashboards/index.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { requirePrograms } from '../support/servers.ts';
import { expandVariables } from './lint/expressions.ts';
import { isDataPanel } from './lint/problem.ts';
import { RULES } from './lint/rules.ts';

const programs = await requirePrograms('promtool');
const FOLDER = 'grafana/dashboards';
const FILES = [...(await readdir(FOLDER)).map(name => join(FOLDER, name)), 'grafana/grafana-dashboard.json'];

const load = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as Dashboard;

function listExpressions(dashboard: Dashboard): readonly string[] {
  return dashboard.panels
    .filter(isDataPanel)
    .flatMap(panel => panel.targets.map(target => expandVariables(target.expr)));
}

/** Addresses within Grafana that panels and cells of tables lead to. */
function listBoardLinks(dashboard: Dashboard): readonly string[] {
  const urls = JSON.stringify(dashboard.panels).matchAll(/"url":"(\/d\/[^"]+)"/g);
  return [...urls].map(match => match[1] ?? '');
}

describe.each(FILES)('%s', file => {
  it.each(Object.keys(RULES))('keeps the rule %s', async rule => {
    expect(RULES[rule]?.(await load(file))).toEqual([]);
  });

  it.skipIf(programs.skip)('has expressions that promtool takes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aiwatch-expressions-'));
    try {
      const rules = listExpressions(await load(file)).map((expr, index) => ({
        record: `panel:query${index}`,
        expr,
      }));
      await writeFile(join(folder, 'rules.yml'), stringify({ groups: [{ name: 'panels', rules }] }));
      const result = await runTool(programs.get('promtool'), ['check', 'rules', join(folder, 'rules.yml')]);
      expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the links between boards', () => {
  it('lead to boards that are there, for the same time, jobs and instances', async () => {
    const boards = await Promise.all(FILES.map(load));
    const starts = boards.map(
      ({ uid }) => `/d/${uid}?\${__url_time_range}&\${job:queryparam}&\${instance:queryparam}`,
    );
    const links = boards.flatMap(listBoardLinks);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter(link => !starts.some(start => link.startsWith(start)))).toEqual([]);
  });

  it('of the cells of tables choose a value of a variable that the board has', async () => {
    const boards = await Promise.all(FILES.map(load));
    const choices = boards.flatMap(({ uid, templating }) =>
      templating.list.map(({ name }) => `${uid} ${name}`),
    );
    const chosen = boards.flatMap(listBoardLinks).flatMap(link => {
      const [, uid, variable] = /^\/d\/([^?]+)\?.*&var-(\w+)=/.exec(link) ?? [];
      return uid === undefined ? [] : [`${uid} ${variable}`];
    });
    expect(new Set(chosen).size).toBeGreaterThan(0);
    expect(chosen.filter(choice => !choices.includes(choice))).toEqual([]);
  });
});

type Breaker = (text: string) => string;

/** How each rule is broken: a replacement in the text of the overview. */
const BREAKERS: Readonly<Record<string, Breaker>> = {
  templateDatasource: text => text.replace('"Data source"', '"DS"'),
  templateJob: text => text.replace('"label":"Job"', '"label":"job"'),
  templateInstance: text => text.replaceAll('"allValue":".+"', '"allValue":".*"'),
  templateQueries: text => text.replaceAll('"query":"label_values(up{', '"query":"label_values(up{,'),
  templateReload: text => text.replace('"refresh":2', '"refresh":1'),
  uneditable: text => text.replace('"editable":false', '"editable":true'),
  panelDatasource: text =>
    text.replace(
      '"datasource":{"type":"prometheus","uid":"$datasource"},"targets"',
      '"datasource":{"type":"prometheus","uid":"abc"},"targets"',
    ),
  panelDescription: text => text.replace(/"description":"Responses per second[^"]*"/, '"description":""'),
  panelUnits: text => text.replace('"unit":"reqps"', '"unit":"requests"'),
  panelTargets: text => text.replace(/"targets":\[.*?\],"fieldConfig"/, '"targets":[],"fieldConfig"'),
  panelNoValue: text => text.replace('"noValue":"No traffic"', '"noValue":""'),
  uniqueIds: text => text.replace('"id":2,', '"id":3,'),
  layout: text => text.replace('"gridPos":{"x":3,', '"gridPos":{"x":2,'),
  uniqueTitles: text => text.replace('"title":"AI calls"', '"title":"Request rate"'),
  targetPromql: text => text.replace('"expr":"sum(', '"expr":"sum(('),
  targetRateInterval: text => text.replace('[$__rate_interval]', '[5m]'),
  targetOverAll: text => text.replace(/rate\((\w+{[^}]*})\[\$__rate_interval\]/, 'increase($1[$__range]'),
  targetJob: text => text.replaceAll('{job=~\\"$job\\", ', '{'),
  targetInstance: text => text.replaceAll(', instance=~\\"$instance\\"', ''),
  targetNames: text => text.replace('http_requests_total{', 'http_request_total{'),
  targetChecks: text => text.replace('[$__rate_interval]', '[10s]'),
  targetLegends: text => text.replace('{{status_code}}', '{{code}}'),
  variablesAreUsed: text => text.replaceAll('job=~\\"$job\\"', 'job=~\\"$jobs\\"'),
  targetExemplars: text => text.replaceAll('"exemplar":true', '"exemplar":false'),
};

describe('the rules for dashboards', () => {
  it.each(Object.keys(RULES))('notice when %s is broken', async rule => {
    const intact = JSON.stringify(await load(join(FOLDER, 'overview.json')));
    const broken = BREAKERS[rule]?.(intact) ?? intact;
    expect(broken).not.toBe(intact);
    expect(RULES[rule]?.(JSON.parse(broken) as Dashboard)).not.toEqual([]);
  });
});

describe('the variables of the overview', () => {
  it('offer every job and instance but those of aiwatch itself', async () => {
    const { templating } = await load(join(FOLDER, 'overview.json'));
    const queries = templating.list.filter(({ type }) => type === 'query').map(({ query }) => query);
    expect(queries).toEqual([
      'label_values(up{job!="aiwatch"}, job)',
      'label_values(up{job=~"$job", job!="aiwatch"}, instance)',
    ]);
  });
});

describe('the panel of sessions', () => {
  it('shows starts per minute, whatever the zoom', async () => {
    const { panels } = await load(join(FOLDER, 'overview.json'));
    const panel = panels.filter(isDataPanel).find(({ title }) => title === 'Sessions');
    expect(panel?.targets[1]).toMatchObject({
      legendFormat: 'Started per minute',
      expr: expect.stringMatching(/^sum\(rate\(.+\[\$__rate_interval\]\)\) \* 60$/),
    });
  });
});

describe('a percentile', () => {
  it.each(FILES)('is no number where nothing was observed, rather than NaN: %s', async file => {
    const exprs = listExpressions(await load(file)).filter(expr => expr.includes('histogram_quantile('));
    expect(exprs.filter(expr => !/^histogram_quantile\(.+\) > 0$/.test(expr))).toEqual([]);
  });
});

describe('a panel', () => {
  const findPanel = async (board: string, title: string) => {
    const { panels } = await load(join(FOLDER, `${board}.json`));
    return panels.filter(isDataPanel).find(panel => panel.title === title);
  };

  it.each([
    ['Rolled back share', /^max by \(datname\)/],
    ['Blocks found in the buffers', /^min by \(datname\)/],
  ])('shows the one of several servers that fares worst: %s', async (title, expr) => {
    expect((await findPanel('infrastructure', title))?.targets[0]?.expr).toMatch(expr);
  });

  it.each(['95th percentile of time', 'Response time'])('counts as HighTailLatency does: %s', async title => {
    const exprs = (await findPanel('http', title))?.targets.map(({ expr }) => expr) ?? [];
    const percentiles = exprs.filter(expr => expr.includes('histogram_quantile('));
    expect(percentiles).not.toEqual([]);
    expect(percentiles.filter(expr => !expr.includes('route!~".*/(metrics|'))).toEqual([]);
  });

  it('takes for use of a CPU what HostCpuHigh takes for it', async () => {
    const [target] = (await findPanel('overview', 'CPU of the host'))?.targets ?? [];
    expect(target?.expr).toContain('mode=~"idle|iowait"');
  });
});

describe('the dashboard for import by hand', () => {
  it('asks for the data source, and otherwise is the overview', async () => {
    const overview = await load(join(FOLDER, 'overview.json'));
    const { __inputs: inputs, ...portable } = (await load('grafana/grafana-dashboard.json')) as Dashboard & {
      readonly __inputs: readonly object[];
    };
    expect(inputs).toMatchObject([{ name: 'DS_PROMETHEUS', type: 'datasource', pluginId: 'prometheus' }]);
    expect(JSON.stringify(portable).match(/\$\{DS_\w+\}/g)).toHaveLength(2);
    expect(portable.templating.list[0]?.current).toEqual({
      text: `\${DS_PROMETHEUS}`,
      value: `\${DS_PROMETHEUS}`,
    });
    expect(listExpressions(portable)).toEqual(listExpressions(overview));
    expect(portable.panels.map(({ gridPos }) => gridPos)).toEqual(
      overview.panels.map(({ gridPos }) => gridPos),
    );
  });

  it('has no links to boards, as none of them need be there', async () => {
    expect(listBoardLinks(await load(join(FOLDER, 'overview.json')))).not.toEqual([]);
    expect(listBoardLinks(await load('grafana/grafana-dashboard.json'))).toEqual([]);
  });
});
