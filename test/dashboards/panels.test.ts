import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import {
  buildBarGauge,
  buildGauge,
  buildHeatmap,
  buildStat,
  buildTable,
  buildTimeseries,
  toGrafanaUnit,
} from '../../src/dashboards/index.ts';

const { http } = buildCatalogue();
const BASE = { title: 'Panel', width: 6, height: 4, queries: [{ expr: 'up', legend: 'Up' }] };

describe('a panel', () => {
  it('has the description and the unit of its metric', () => {
    const panel = buildTimeseries({ ...BASE, metric: http.duration });
    expect(panel.description).toBe(http.duration.help);
    expect(panel.fieldConfig.defaults.unit).toBe('s');
  });

  it('has the unit per second where it shows the metric per second', () => {
    expect(buildStat({ ...BASE, metric: http.requests, perSecond: true }).fieldConfig.defaults.unit).toBe(
      'reqps',
    );
  });

  it('keeps what is said about it itself', () => {
    const panel = buildStat({
      ...BASE,
      metric: http.requests,
      description: 'Mine.',
      unit: 'none',
      noValue: 'Off',
    });
    expect([panel.description, panel.fieldConfig.defaults.unit, panel.fieldConfig.defaults.noValue]).toEqual([
      'Mine.',
      'none',
      'Off',
    ]);
  });

  it('names its queries A, B, C and reads the data source of the variable', () => {
    const queries = ['a', 'b', 'c'].map(expr => ({ expr, legend: expr, exemplars: expr === 'b' }));
    const { targets } = buildGauge({ ...BASE, min: 0, max: 1, queries });
    expect(targets.map(({ refId, expr, exemplar }) => [refId, expr, exemplar])).toEqual([
      ['A', 'a', false],
      ['B', 'b', true],
      ['C', 'c', false],
    ]);
    expect(new Set(targets.map(target => target.datasource.uid))).toEqual(new Set(['$datasource']));
  });

  it('asks over time, except for a table, which asks for now', () => {
    const table = buildTable({
      ...BASE,
      labels: {},
      columns: [{ heading: 'Up', unit: 'none', expr: 'up' }],
      sortBy: 'Up',
    });
    const graph = buildTimeseries(BASE);
    expect(
      [table, graph].map(panel =>
        panel.targets.map(({ instant, range, format }) => [instant, range, format]),
      ),
    ).toEqual([[[true, false, 'table']], [[false, true, 'time_series']]]);
  });

  it('stacks its series only where it is told to', () => {
    const modes = [true, false].map(
      stacked => buildTimeseries({ ...BASE, stacked }).fieldConfig.defaults.custom,
    );
    expect(modes).toMatchObject([{ stacking: { mode: 'normal' } }, { stacking: { mode: 'none' } }]);
  });
});

describe('the links of a panel', () => {
  it('are in its head, and only where there are some', () => {
    const links = [{ title: 'Further', url: '/d/x?$' + '{job:queryparam}' }];
    expect(buildTimeseries({ ...BASE, links }).links).toMatchObject([{ type: 'link', ...links[0] }]);
    expect(buildTimeseries(BASE)).not.toHaveProperty('links');
  });
});

describe('a stat', () => {
  it('draws the past of its number, but not where it is asked for this moment only', () => {
    const shape = (panel: ReturnType<typeof buildStat>) => [
      panel.options['graphMode'],
      panel.targets[0]?.instant,
      panel.targets[0]?.range,
    ];
    expect(shape(buildStat(BASE))).toEqual(['area', false, true]);
    expect(shape(buildStat({ ...BASE, instant: true }))).toEqual(['none', true, false]);
  });
});

describe('a graph', () => {
  it('lists the largest series first, below or at the right', () => {
    const [below, right] = [buildTimeseries(BASE), buildTimeseries({ ...BASE, legend: 'right' })];
    expect(below.options['legend']).toMatchObject({ placement: 'bottom', sortBy: 'Max', sortDesc: true });
    expect(right.options['legend']).toMatchObject({ placement: 'right' });
  });
});

describe('a heatmap', () => {
  const { queries: _, ...base } = BASE;
  const heatmap = buildHeatmap({
    ...base,
    boundUnit: 's',
    countUnit: 'reqps',
    query: { expr: 'sum by (le) (rate(x_bucket[1m]))', exemplars: true },
  });

  it('asks for buckets as such, so that Grafana takes off the lower ones', () => {
    expect(heatmap.targets).toMatchObject([{ format: 'heatmap', legendFormat: '{{le}}', exemplar: true }]);
    expect(heatmap.options).toMatchObject({ calculate: false });
  });

  it('has a unit for the bounds and one for what is counted', () => {
    expect(heatmap.options).toMatchObject({ yAxis: { unit: 's' }, cellValues: { unit: 'reqps' } });
    expect(heatmap.fieldConfig.defaults.unit).toBe('s');
  });
});

describe('a bar gauge', () => {
  it('shows this moment, one bar below the other', () => {
    const panel = buildBarGauge(BASE);
    expect(panel.targets).toMatchObject([{ instant: true, range: false }]);
    expect(panel.options).toMatchObject({ orientation: 'horizontal' });
  });
});

describe('a table', () => {
  it('links the cells of a label, and rounds a column where it is told to', () => {
    const { overrides } = buildTable({
      ...BASE,
      labels: { route: 'Route' },
      cellLinks: { route: { title: 'Only it', url: '/d/x' } },
      columns: [{ heading: 'Requests', unit: 'reqps', decimals: 2, expr: 'a' }],
      sortBy: 'Requests',
    }).fieldConfig;
    expect(overrides).toEqual([
      {
        matcher: { id: 'byName', options: 'Requests' },
        properties: [
          { id: 'unit', value: 'reqps' },
          { id: 'decimals', value: 2 },
        ],
      },
      {
        matcher: { id: 'byName', options: 'Route' },
        properties: [{ id: 'links', value: [{ title: 'Only it', url: '/d/x' }] }],
      },
    ]);
  });

  it('joins its queries, in the order and under the headings that were given', () => {
    const table = buildTable({
      ...BASE,
      labels: { route: 'Route' },
      columns: [
        { heading: 'Requests', unit: 'reqps', expr: 'a' },
        { heading: 'Errors', unit: 'percentunit', expr: 'b' },
      ],
      sortBy: 'Requests',
    });
    expect(table.transformations).toEqual([
      { id: 'merge', options: {} },
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true },
          indexByName: { route: 0, 'Value #A': 1, 'Value #B': 2 },
          renameByName: { route: 'Route', 'Value #A': 'Requests', 'Value #B': 'Errors' },
        },
      },
    ]);
    expect(table.fieldConfig.overrides).toEqual([
      { matcher: { id: 'byName', options: 'Requests' }, properties: [{ id: 'unit', value: 'reqps' }] },
      { matcher: { id: 'byName', options: 'Errors' }, properties: [{ id: 'unit', value: 'percentunit' }] },
    ]);
  });

  it('colours the numbers of a column by their size, or says words for them', () => {
    const thresholds = [{ value: null, color: 'green' }];
    const mappings = [{ type: 'value', options: { 0: { text: 'Down', color: 'red', index: 0 } } }] as const;
    const { overrides } = buildTable({
      ...BASE,
      labels: {},
      columns: [
        { heading: 'Used', unit: 'percentunit', expr: 'a', thresholds },
        { heading: 'State', unit: 'none', expr: 'b', mappings },
      ],
      sortBy: 'Used',
    }).fieldConfig;
    const coloured = { id: 'custom.cellOptions', value: { type: 'color-text' } };
    expect(overrides.map(({ properties }) => properties)).toEqual([
      [
        { id: 'unit', value: 'percentunit' },
        { id: 'thresholds', value: { mode: 'absolute', steps: thresholds } },
        coloured,
      ],
      [{ id: 'unit', value: 'none' }, { id: 'mappings', value: mappings }, coloured],
    ]);
  });

  it('has the largest value first, or the smallest where that matters more', () => {
    const sort = (isAscending?: boolean) =>
      buildTable({
        ...BASE,
        labels: {},
        columns: [{ heading: 'State', unit: 'none', expr: 'a' }],
        sortBy: 'State',
        ...(isAscending === undefined ? {} : { isAscending }),
      }).options['sortBy'];
    expect(sort()).toEqual([{ displayName: 'State', desc: true }]);
    expect(sort(true)).toEqual([{ displayName: 'State', desc: false }]);
  });
});

describe('toGrafanaUnit', () => {
  it.each([
    ['bytes', false, 'bytes'],
    ['bytes', true, 'Bps'],
    ['seconds', true, 'percentunit'],
    ['sessions', true, 'short'],
    [undefined, false, 'short'],
  ] as const)('of %s (per second: %s) is %s', (unit, perSecond, expected) => {
    expect(toGrafanaUnit(unit, perSecond)).toBe(expected);
  });
});
