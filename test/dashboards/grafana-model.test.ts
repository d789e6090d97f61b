import type { Dashboard as GrafanaDashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery as PrometheusQuery } from '@grafana/grafana-foundation-sdk/prometheus';
import { describe, expect, it } from 'vitest';
import {
  buildDashboard,
  buildDatasourceVariable,
  buildHeatmap,
  buildLabelVariable,
  buildRow,
  buildStat,
  type Dashboard,
  type Target,
} from '../../src/dashboards/index.ts';

/** A type of Grafana's SDK as JSON has it: enums are their values, nothing can be changed, no methods. */
type AsJson<T> = T extends string
  ? `${T}`
  : T extends number
    ? number
    : T extends readonly (infer Element)[]
      ? readonly AsJson<Element>[]
      : T extends object
        ? { readonly [Key in keyof T as Key extends `_${string}` ? never : Key]: AsJson<T[Key]> }
        : T;

/** Compiles only where every field of ours that Grafana knows has a type that Grafana takes. */
function asGrafana(dashboard: Dashboard): AsJson<GrafanaDashboard> {
  return dashboard;
}

function asPrometheusQuery(target: Target): AsJson<PrometheusQuery> {
  return target;
}

const dashboard = buildDashboard({
  uid: 'board',
  title: 'Board',
  description: 'A board.',
  tags: ['aiwatch'],
  variables: [buildDatasourceVariable(), buildLabelVariable('job', 'Job', 'label_values(up, job)')],
  panels: [
    buildRow('First'),
    buildStat({
      title: 'Up',
      description: 'Up.',
      width: 4,
      height: 4,
      queries: [{ expr: 'up', legend: 'Up' }],
      links: [{ title: 'Further', url: '/d/x' }],
    }),
    buildHeatmap({
      title: 'Times',
      description: 'Times.',
      width: 4,
      height: 4,
      boundUnit: 's',
      countUnit: 'reqps',
      query: { expr: 'sum by (le) (rate(x_bucket[1m]))' },
    }),
  ],
});

describe('a dashboard of ours', () => {
  it('is one of Grafana, as its SDK types it', () => {
    const grafana = asGrafana(dashboard);
    expect(grafana.panels?.map(panel => panel.type)).toEqual(['row', 'stat', 'heatmap']);
    expect(grafana.templating.list?.map(variable => variable.type)).toEqual(['datasource', 'query']);
  });

  it('has queries of Prometheus, as the SDK types them', () => {
    const [, stat] = dashboard.panels;
    const targets = stat?.type === 'stat' ? stat.targets.map(asPrometheusQuery) : [];
    expect(targets.map(target => target.expr)).toEqual(['up']);
  });

  it('opens with the last hour and the choice of all jobs', () => {
    expect(dashboard.time).toEqual({ from: 'now-1h', to: 'now' });
    expect(dashboard.templating.list[1]?.current).toEqual({
      selected: true,
      text: ['All'],
      value: ['$__all'],
    });
    expect(dashboard.links.map(link => link.tags)).toEqual([['aiwatch']]);
  });
});
