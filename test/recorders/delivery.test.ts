import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/metrics/index.ts';
import {
  applyReport,
  createDeliveryFamilies,
  type DeliveryReport,
  type DeliveryState,
  EMPTY_DELIVERY,
  listDeliverySamples,
  MAX_DELIVERY_ENTRIES,
} from '../../src/recorders/index.ts';
import { linesOf, scrapeText } from '../support/scrape.ts';

const PRODUCTION = { project: 'shop', environment: 'production' } as const;
const DEPLOYMENT = { ...PRODUCTION, kind: 'deployment', version: '1.0', status: 'success' } as const;
const RUN = {
  kind: 'tests',
  project: 'shop',
  suite: 'unit',
  passed: 9,
  failed: 1,
  skipped: 2,
  durationSeconds: 30,
} as const;
const DAY_SECONDS = 86_400;

/** The state after some reports, a second apart from 100 on. */
function report(...reports: readonly DeliveryReport[]): DeliveryState {
  return reports.reduce((state, each, index) => applyReport(state, each, 100 + index), EMPTY_DELIVERY);
}

/** The samples as the exposition has them, without the labels of project and environment. */
function show(state: DeliveryState): readonly string[] {
  return listDeliverySamples(state).map(({ metric, labels, value }) => {
    const { project: _project, environment: _environment, suite: _suite, ...others } = labels;
    return [metric.name, ...Object.values(others), value].join(' ');
  });
}

describe('a deployment', () => {
  it('that succeeds says when, how long it took, and what runs now', () => {
    expect(show(report({ ...DEPLOYMENT, durationSeconds: 12 }))).toEqual([
      'ci_deployment_timestamp_seconds success 100',
      'ci_deployment_success 1',
      'ci_deployment_duration_seconds 12',
      'ci_deployed_version_timestamp_seconds 1.0 100',
    ]);
  });

  it('that fails leaves the version as it was', () => {
    const failed = { ...DEPLOYMENT, version: '1.1', status: 'failure' } as const;
    expect(show(report(DEPLOYMENT, failed))).toEqual([
      'ci_deployment_timestamp_seconds success 100',
      'ci_deployment_timestamp_seconds failure 101',
      'ci_deployment_success 0',
      'ci_deployed_version_timestamp_seconds 1.0 100',
    ]);
  });

  it('does not keep the duration of the one before', () => {
    const lines = show(report({ ...DEPLOYMENT, durationSeconds: 12 }, DEPLOYMENT));
    expect(lines.filter(line => line.includes('duration'))).toEqual([]);
  });

  it('is told apart by project and by environment', () => {
    const { environments } = report(
      ...[DEPLOYMENT, { ...DEPLOYMENT, environment: 'staging' }, { ...DEPLOYMENT, project: 'bot' }],
    );
    expect(environments).toHaveLength(3);
  });
});

describe('a rollback', () => {
  const next = { ...DEPLOYMENT, version: '1.1' } as const;

  it('to a version that is named starts that version anew, and changes nothing about the deployment', () => {
    const lines = show(report(DEPLOYMENT, next, { ...PRODUCTION, kind: 'rollback', version: '1.0' }));
    expect(lines).toEqual([
      'ci_deployment_timestamp_seconds success 101',
      'ci_deployment_success 1',
      'ci_deployed_version_timestamp_seconds 1.0 102',
      'ci_rollback_timestamp_seconds 102',
    ]);
  });

  it('to a version that is not named leaves none', () => {
    const lines = show(report(DEPLOYMENT, { ...PRODUCTION, kind: 'rollback' }));
    expect(lines.filter(line => line.includes('version'))).toEqual([]);
  });
});

describe('a run of tests', () => {
  it('replaces the one before', () => {
    expect(show(report({ ...RUN, failed: 5 }, RUN))).toEqual([
      'ci_tests passed 9',
      'ci_tests failed 1',
      'ci_tests skipped 2',
      'ci_test_duration_seconds 30',
      'ci_test_timestamp_seconds 101',
    ]);
  });

  it('is forgotten when its suite has not run for 30 days', () => {
    const other = { ...RUN, suite: 'browser' } as const;
    const suitesAfter = (days: number) =>
      applyReport(report(RUN), other, 100 + days * DAY_SECONDS).suites.map(({ suite }) => suite);
    expect(suitesAfter(29)).toEqual(['unit', 'browser']);
    expect(suitesAfter(30)).toEqual(['browser']);
  });
});

describe('the state', () => {
  it('keeps a bounded number of environments and suites, those reported last', () => {
    const many = Array.from({ length: MAX_DELIVERY_ENTRIES + 1 }, (_, index) => `p${index}`);
    const { environments, suites } = report(
      ...many.flatMap(project => [
        { ...DEPLOYMENT, project },
        { ...RUN, project },
      ]),
    );
    expect([environments.length, suites.length]).toEqual([MAX_DELIVERY_ENTRIES, MAX_DELIVERY_ENTRIES]);
    expect([environments[0]?.project, suites.at(-1)?.project]).toEqual(['p1', `p${MAX_DELIVERY_ENTRIES}`]);
  });

  it('is shown as it is at each scrape, without the series of the version before', async () => {
    let state = EMPTY_DELIVERY;
    const registry = createRegistry({ constantLabels: { environment: 'of the server' } });
    registry.include(
      createDeliveryFamilies(() => state),
      'delivery',
    );
    const name = 'ci_deployed_version_timestamp_seconds';
    expect(await scrapeText(registry, 'text')).not.toContain('ci_');
    state = report(DEPLOYMENT);
    expect(linesOf(await scrapeText(registry, 'text'), name)).toContain(
      `${name}{environment="production",project="shop",version="1.0"} 100`,
    );
    state = report(DEPLOYMENT, { ...DEPLOYMENT, version: '1"1' });
    expect(linesOf(await scrapeText(registry, 'openmetrics'), name).slice(-1)).toEqual([
      `${name}{environment="production",project="shop",version="1\\"1"} 101`,
    ]);
    expect(await scrapeText(registry, 'text')).toContain(
      'aiwatch_collector_success{environment="of the server",collector="delivery"} 1',
    );
  });
});
