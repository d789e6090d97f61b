import { afterEach, describe, expect, it } from 'vitest';
import type { PanelModel } from '../../../tools/panels/models/panel-model.ts';
import { type RenderedDashboard, renderDashboard } from '../../../tools/panels/render.ts';
import { buildReport, findFailures, writeSummary } from '../../../tools/panels/report.ts';
import { createStubPrometheus, type StubAnswers, type StubPrometheus } from './stub-prometheus.ts';

const FROM_SECONDS = 1_800_000_000;
const RANGE = { fromMs: FROM_SECONDS * 1_000, toMs: (FROM_SECONDS + 1_800) * 1_000 };

let prometheus: StubPrometheus | undefined;

afterEach(async () => {
  await prometheus?.close();
  prometheus = undefined;
});

async function render(
  panels: readonly object[],
  answers: StubAnswers = {},
  rest = {},
): Promise<RenderedDashboard> {
  prometheus = await createStubPrometheus(answers);
  const dashboard = { title: 'Test', panels, ...rest };
  return renderDashboard({ dashboard, prometheusUrl: prometheus.url, range: RANGE });
}

function modelOf<Type extends PanelModel['type']>(
  rendered: RenderedDashboard,
  type: Type,
  index = 0,
): Extract<PanelModel, { type: Type }> {
  const model = rendered.panels[index]?.model;
  if (model?.type !== type) throw new Error(`expected a model of type ${type}, found ${model?.type}`);
  return model as Extract<PanelModel, { type: Type }>;
}

const constant = (value: number | string, labels: Readonly<Record<string, string>> = {}) => ({
  labels,
  valueAt: () => value,
});

const CALLS = [constant(3, { model: 'local', status: 'ok' }), constant(12, { model: 'big', status: 'ok' })];

describe('status of a panel', () => {
  it('is ok with samples, empty without, error with the message of Prometheus, unsupported for unknown kinds', async () => {
    const rendered = await render(
      [
        { id: 1, type: 'timeseries', title: 'Good', targets: [{ expr: 'good' }] },
        { id: 2, type: 'stat', title: 'Nothing', targets: [{ expr: 'nothing' }] },
        { id: 3, type: 'stat', title: 'Only NaN', targets: [{ expr: 'nan' }] },
        { id: 4, type: 'table', title: 'Wrong', targets: [{ expr: 'wrong(' }] },
        { id: 5, type: 'piechart', title: 'Pie', targets: [{ expr: 'good' }] },
        { id: 6, type: 'timeseries', title: 'Logs', datasource: { type: 'loki', uid: 'x' }, targets: [] },
        { id: 7, type: 'text', title: 'Words', options: { content: 'hello' } },
      ],
      {
        series: { good: [constant(1)], nan: [constant('NaN')] },
        errors: { 'wrong(': 'parse error: unclosed' },
      },
    );
    expect(rendered.panels.map(({ status }) => status)).toEqual([
      'ok',
      'empty',
      'empty',
      'error',
      'unsupported',
      'unsupported',
      'ok',
    ]);
    expect(rendered.panels[3]?.message).toBe('A: parse error: unclosed');
    expect(findFailures(rendered, true).map(({ title }) => title)).toEqual(['Nothing', 'Only NaN', 'Wrong']);
    expect(findFailures(rendered, false).map(({ title }) => title)).toEqual(['Wrong']);
    expect(writeSummary(rendered)).toContain('Test: 2 of 7 panels have data.');
  });

  it('is an error when Prometheus cannot be reached', async () => {
    const gone = await createStubPrometheus({});
    await gone.close();
    const dashboard = { title: 'T', panels: [{ type: 'stat', title: 'S', targets: [{ expr: 'up' }] }] };
    const rendered = await renderDashboard({ dashboard, prometheusUrl: gone.url, range: RANGE });
    expect(rendered.panels[0]?.status).toBe('error');
  });

  it('refuses what is not a classic dashboard', async () => {
    await expect(
      renderDashboard({ dashboard: { spec: {} }, prometheusUrl: 'http://127.0.0.1:1', range: RANGE }),
    ).rejects.toThrow('expected classic Grafana JSON');
  });
});

describe('queries', () => {
  it('are resolved, aligned to the step, and reported as they were sent', async () => {
    const rendered = await render(
      [
        {
          id: 7,
          type: 'timeseries',
          title: 'Rate',
          gridPos: { x: 0, y: 0, w: 12, h: 8 },
          targets: [
            { refId: 'A', expr: 'rate(x{job="$job"}[$__rate_interval])' },
            { refId: 'B', expr: 'increase(x[$__range]) / $__range_s', instant: true },
            { refId: 'C', expr: 'hidden', hide: true },
          ],
        },
      ],
      { series: { 'rate(x{job="api"}[1m])': [constant(1)] } },
      { templating: { list: [{ name: 'job', type: 'constant', query: 'api' }] } },
    );
    expect(buildReport(rendered).panels[0]).toMatchObject({
      id: 7,
      status: 'ok',
      samples: 121,
      queries: [
        {
          refId: 'A',
          expr: 'rate(x{job="api"}[1m])',
          kind: 'range',
          stepSeconds: 15,
          series: 1,
          samples: 121,
        },
        { refId: 'B', expr: 'increase(x[1800s]) / 1800', kind: 'instant', series: 0, samples: 0 },
      ],
    });
    const sent = prometheus?.requests.find(({ path }) => path.endsWith('/query_range'))?.parameters;
    expect(Number(sent?.get('start')) % 15).toBe(0);
    expect(sent?.get('step')).toBe('15');
  });

  it('with references that nothing is known of are warned of', async () => {
    const rendered = await render([{ type: 'stat', title: 'S', targets: [{ expr: 'up{job="$jobb"}' }] }]);
    expect(rendered.panels[0]?.warnings).toEqual(['Query A: nothing is known of $jobb.']);
  });
});

describe('models', () => {
  it('name series by legend, by their only label, or by all labels', async () => {
    const legends = ['{{model}} ({{ status }}{{missing}})', '__auto', ''];
    const rendered = await render(
      legends.map(legendFormat => ({ type: 'timeseries', targets: [{ expr: 'calls', legendFormat }] })),
      { series: { calls: CALLS } },
    );
    const names = legends.map((_, index) =>
      modelOf(rendered, 'timeseries', index).series.map(({ name }) => name),
    );
    expect(names[0]).toEqual(['local (ok)', 'big (ok)']);
    expect(names[1]).toEqual(names[2]);
    expect(names[2]?.[0]).toBe('{model="local", status="ok"}');
  });

  it('show a step without a sample as a gap', async () => {
    const rendered = await render([{ type: 'timeseries', targets: [{ expr: 'x' }] }], {
      series: { x: [{ labels: {}, valueAt: at => (at < FROM_SECONDS + 60 ? 'NaN' : 5) }] },
    });
    const [times, values] = modelOf(rendered, 'timeseries').tables[0] ?? [];
    expect(times).toHaveLength(121);
    expect(values?.slice(0, 6)).toEqual([null, null, null, null, 5, 5]);
  });

  it('apply overrides by name, expression and query', async () => {
    const by = (id: string, options: string, property: string, value: unknown) => ({
      matcher: { id, options },
      properties: [{ id: property, value }],
    });
    const overrides = [
      by('byName', 'big', 'color', { mode: 'fixed', fixedColor: 'red' }),
      by('byRegexp', '/^lo/', 'unit', 'bytes'),
      by('byFrameRefID', 'A', 'custom.lineWidth', 3),
      by('byValue', 'x', 'unit', 's'),
    ];
    const rendered = await render(
      [
        {
          type: 'timeseries',
          targets: [{ refId: 'A', expr: 'calls', legendFormat: '{{model}}' }],
          fieldConfig: { defaults: { unit: 'reqps' }, overrides },
        },
      ],
      { series: { calls: CALLS } },
    );
    const [local, big] = modelOf(rendered, 'timeseries').series;
    expect([local?.color, big?.color]).toEqual(['green', 'red']);
    expect(local?.format.binary).toBe(true);
    expect(big?.format.steps[0]?.suffix).toBe(' req/s');
    expect(big?.widthPx).toBe(3);
    expect(rendered.panels[0]?.warnings).toEqual(['Override by "byValue" is not supported.']);
  });

  it('list series in the order of the legend that is asked for', async () => {
    const panel = { type: 'timeseries', targets: [{ expr: 'calls', legendFormat: '{{model}}' }] };
    const sorted = { calcs: ['max'], sortBy: 'Max', sortDesc: true };
    const rendered = await render(
      [
        { ...panel, options: { legend: { calcs: ['max'] } } },
        { ...panel, options: { legend: sorted } },
        { ...panel, options: { legend: { ...sorted, sortDesc: false } } },
      ],
      { series: { calls: CALLS } },
    );
    const orders = [0, 1, 2].map(index => {
      const { series, legend } = modelOf(rendered, 'timeseries', index);
      return legend.order.map(at => series[at]?.name);
    });
    expect(orders).toEqual([
      ['local', 'big'],
      ['big', 'local'],
      ['local', 'big'],
    ]);
  });

  it('reduce stats, and place gauges on their scale', async () => {
    const fieldConfig = {
      defaults: {
        unit: 'currencyUSD',
        thresholds: {
          mode: 'percentage',
          steps: [
            { color: 'green', value: null },
            { color: 'red', value: 80 },
          ],
        },
      },
    };
    const targets = [{ expr: 'calls', legendFormat: '{{model}}' }];
    const rendered = await render(
      ['stat', 'gauge', 'bargauge'].map(type => ({ type, targets, fieldConfig, options: {} })),
      { series: { calls: CALLS } },
    );
    const [local, big] = modelOf(rendered, 'stat').cards;
    expect(big?.value).toEqual({ prefix: '$', text: '12', suffix: '' });
    expect([local?.color, big?.color]).toEqual(['green', 'red']);
    expect(modelOf(rendered, 'gauge', 1).dials.map(({ share }) => share)).toEqual([0.25, 1]);
    expect(modelOf(rendered, 'bargauge', 2).bars[0]?.bands[0]?.to).toBeCloseTo(0.8);
  });

  it('merge, order and rename the columns of tables', async () => {
    const target = (refId: string, expr: string) => ({ refId, expr, format: 'table', instant: true });
    const organize = {
      excludeByName: { Time: true, status: true },
      indexByName: { model: 0 },
      renameByName: { model: 'Model', 'Value #A': 'Calls', 'Value #B': 'Errors' },
    };
    const rendered = await render(
      [
        {
          type: 'table',
          targets: [target('A', 'calls'), target('B', 'errors')],
          transformations: [
            { id: 'merge', options: {} },
            { id: 'organize', options: organize },
            { id: 'groupBy', options: {} },
          ],
          options: { sortBy: [{ displayName: 'Calls', desc: true }] },
        },
      ],
      { series: { calls: CALLS, errors: [constant(1, { model: 'big', status: 'ok' })] } },
    );
    const { columns, rows } = modelOf(rendered, 'table');
    expect(columns.map(({ name }) => name)).toEqual(['Model', 'Calls', 'Errors']);
    expect(rows.map(row => row.map(({ text }) => text))).toEqual([
      ['big', '12', '1'],
      ['local', '3', ''],
    ]);
    expect(rendered.panels[0]?.warnings).toEqual(['Transformation "groupBy" is not supported.']);
  });

  it('turn cumulative buckets into counts of their own', async () => {
    const bucket = (le: string, value: number) => constant(value, { le });
    const rendered = await render(
      [
        {
          type: 'heatmap',
          targets: [{ expr: 'buckets', format: 'heatmap' }],
          options: { yAxis: { unit: 's' } },
        },
      ],
      { series: { buckets: [bucket('+Inf', 12), bucket('0.5', 10), bucket('0.1', 4)] } },
    );
    const { buckets, counts, largest } = modelOf(rendered, 'heatmap');
    expect(buckets).toEqual(['100 ms', '500 ms', '+Inf']);
    expect(counts.map(list => list[0])).toEqual([4, 6, 2]);
    expect(largest).toBe(6);
  });

  it('join equal neighbours of a state timeline', async () => {
    const middle = FROM_SECONDS + 900;
    const mappings = [{ type: 'value', options: { '0': { text: 'down' }, '1': { text: 'up' } } }];
    const rendered = await render(
      [{ type: 'state-timeline', targets: [{ expr: 'up' }], fieldConfig: { defaults: { mappings } } }],
      { series: { up: [{ labels: {}, valueAt: at => (at < middle ? 1 : 0) }] } },
    );
    const [row] = modelOf(rendered, 'state-timeline').rows;
    expect(row?.segments.map(({ text, from }) => [text, from])).toEqual([
      ['up', FROM_SECONDS],
      ['down', middle],
    ]);
  });
});

describe('annotations', () => {
  it('mark times that are values, and stretches of samples above 0', async () => {
    const startMs = (FROM_SECONDS + 600) * 1_000;
    const during = (at: number) => Number(at >= FROM_SECONDS + 300 && at <= FROM_SECONDS + 420);
    const annotations = {
      list: [
        {
          name: 'Starts',
          enable: true,
          expr: 'start',
          useValueForTime: 'on',
          titleFormat: 'Start of {{app}}',
        },
        { name: 'Incident', enable: true, target: { expr: 'incident' }, iconColor: 'orange' },
        { name: 'Off', enable: false, expr: 'start' },
        { name: 'Broken', enable: true, expr: 'broken(' },
      ],
    };
    const rendered = await render(
      [],
      {
        series: {
          start: [constant(startMs, { app: 'api' }), constant(0)],
          incident: [{ labels: {}, valueAt: during }],
        },
        errors: { 'broken(': 'parse error' },
      },
      { annotations },
    );
    const at = (from: number, to: number) => ({
      fromSeconds: FROM_SECONDS + from,
      toSeconds: FROM_SECONDS + to,
    });
    expect(rendered.annotations).toEqual([
      { ...at(600, 600), color: 'red', title: 'Start of api' },
      { ...at(300, 420), color: 'orange', title: 'Incident' },
    ]);
    expect(rendered.warnings).toEqual(['Annotation "Broken": parse error']);
  });
});

describe('layout', () => {
  it('opens collapsed rows and moves what is below them', async () => {
    const panel = (title: string, y: number) => ({ type: 'text', title, gridPos: { x: 0, y, w: 12, h: 8 } });
    const rendered = await render([
      panel('above', 0),
      {
        type: 'row',
        title: 'Closed',
        collapsed: true,
        gridPos: { x: 0, y: 8, w: 24, h: 1 },
        panels: [panel('inside', 9)],
      },
      { type: 'row', title: 'Open', collapsed: false, gridPos: { x: 0, y: 9, w: 24, h: 1 }, panels: [] },
      panel('below', 10),
    ]);
    expect(rendered.panels.map(({ title, gridPos }) => [title, gridPos.y])).toEqual([
      ['above', 0],
      ['inside', 9],
      ['below', 18],
    ]);
    expect(rendered.rows.map(({ title, y }) => [title, y])).toEqual([
      ['Closed', 8],
      ['Open', 17],
    ]);
  });
});
