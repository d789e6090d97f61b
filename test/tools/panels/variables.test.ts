// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is Grafana's syntax that is tested.
import { afterEach, describe, expect, it } from 'vitest';
import type { VariableDef } from '../../../tools/panels/dashboard.ts';
import {
  formatPromql,
  formatText,
  interpolate,
  type VariableValue,
} from '../../../tools/panels/interpolate.ts';
import { buildPrometheusClient } from '../../../tools/panels/prometheus.ts';
import { filterChoices, sortChoices } from '../../../tools/panels/variable-query.ts';
import { type GivenVariables, resolveVariables } from '../../../tools/panels/variables.ts';
import { createStubPrometheus, type StubPrometheus } from './stub-prometheus.ts';

function single(value: string): VariableValue {
  return { values: [value], texts: [value], multiple: false };
}

function several(...values: string[]): VariableValue {
  return { values, texts: values, multiple: true };
}

const scope = new Map<string, VariableValue>([
  ['job', single('api')],
  ['path', single('C:\\a "b"')],
  ['models', several('gpt-4.1', 'local')],
  ['one', several('gpt-4.1')],
  ['all', { values: ['a', 'b'], texts: ['All'], multiple: true, raw: '.+' }],
]);

describe('interpolate', () => {
  it.each([
    ['up{job="$job"}', 'up{job="api"}'],
    ['up{job="${job}"}', 'up{job="api"}'],
    ['up{job="[[job]]"}', 'up{job="api"}'],
    ['up{path="$path"}', 'up{path="C:\\\\a \\"b\\""}'],
    ['up{model=~"$models"}', 'up{model=~"(gpt-4\\\\.1|local)"}'],
    ['up{model=~"$one"}', 'up{model=~"gpt-4\\\\.1"}'],
    ['up{job=~"$all"}', 'up{job=~".+"}'],
    ['${models:regex}', '(gpt-4\\.1|local)'],
    ['${models:pipe}', 'gpt-4.1|local'],
    ['${models:csv}', 'gpt-4.1,local'],
    ['${models:raw}', 'gpt-4.1,local'],
    ['${models:glob}', '{gpt-4.1,local}'],
    ['${models:json}', '["gpt-4.1","local"]'],
    ['${models:doublequote}', '"gpt-4.1","local"'],
    ['[[models:pipe]]', 'gpt-4.1|local'],
    ['${all:text}', 'All'],
    ['code=~"5..$"', 'code=~"5..$"'],
  ])('fills in %s', (source, expected) => {
    expect(interpolate(source, scope, formatPromql)).toEqual({ text: expected, unknown: [] });
  });

  it('leaves and reports what it does not know', () => {
    const { text, unknown } = interpolate('$jobs + ${job:nonsense}', scope, formatPromql);
    expect(text).toBe('$jobs + ${job:nonsense}');
    expect(unknown).toEqual(['$jobs', '${job:nonsense}']);
  });

  it('joins several values for people', () => {
    expect(interpolate('Calls of $models', scope, formatText).text).toBe('Calls of gpt-4.1 + local');
  });
});

describe('choices of a variable', () => {
  it('are filtered by a regular expression and its group', () => {
    expect(filterChoices(['app-1', 'app-2', 'db-1', 'app-1'], '/app-(\\d)/')).toEqual(['1', '2']);
    expect(filterChoices(['app', 'application'], 'app')).toEqual(['app']);
  });

  it.each([
    [0, ['b10', 'A2', 'a1']],
    [1, ['A2', 'a1', 'b10']],
    [2, ['b10', 'a1', 'A2']],
    [3, ['a1', 'A2', 'b10']],
    [4, ['b10', 'A2', 'a1']],
    [5, ['a1', 'A2', 'b10']],
  ])('are sorted in order %d', (sort, expected) => {
    expect(sortChoices(['b10', 'A2', 'a1'], sort)).toEqual(expected);
  });
});

describe('resolveVariables', () => {
  let prometheus: StubPrometheus | undefined;

  afterEach(async () => {
    await prometheus?.close();
    prometheus = undefined;
  });

  async function resolve(variables: readonly VariableDef[], given: GivenVariables = {}) {
    prometheus = await createStubPrometheus({
      labelValues: { job: ['api', 'web'], model: ['local', 'big'] },
    });
    const range = { fromMs: 0, toMs: 3_600_000 };
    return resolveVariables(variables, { client: buildPrometheusClient(prometheus.url), range, given });
  }

  const job: VariableDef = { name: 'job', type: 'query', query: { query: 'label_values(up, job)' } };

  it('takes the first choice where nothing is saved', async () => {
    const { scope: found } = await resolve([{ ...job, current: {} }]);
    expect(found.get('job')?.values).toEqual(['api']);
  });

  it('keeps a saved value that still exists, and replaces one that does not', async () => {
    const saved = (value: string) => resolve([{ ...job, current: { value } }]);
    expect((await saved('web')).scope.get('job')?.values).toEqual(['web']);
    await prometheus?.close();
    expect((await saved('gone')).scope.get('job')?.values).toEqual(['api']);
  });

  it('lets given values win', async () => {
    const { scope: found, warnings } = await resolve([job], { job: ['x', 'y'], jb: 'z' });
    expect(found.get('job')?.values).toEqual(['x', 'y']);
    expect(warnings).toEqual(['Variable "jb" was given, but the dashboard has none of that name.']);
  });

  it('writes "All" as every choice, or as its own value', async () => {
    const all = { ...job, includeAll: true, multi: true, current: { value: ['$__all'] } };
    const { scope: found, shown } = await resolve([all, { ...all, name: 'any', allValue: '.*' }]);
    expect(interpolate('{job=~"$job"} {job=~"$any"}', found, formatPromql).text).toBe(
      '{job=~"(api|web)"} {job=~".*"}',
    );
    expect(shown.map(({ text }) => text)).toEqual(['All', 'All']);
  });

  it('resolves a variable after those it refers to', async () => {
    const model = { name: 'model', type: 'query', query: 'label_values(calls{job="$job"}, model)' };
    await resolve([model, job]);
    const asked = prometheus?.requests.find(({ path }) => path.includes('/model/'));
    expect(asked?.parameters.get('match[]')).toBe('calls{job="api"}');
  });

  it('knows custom, constant, text box, interval and data source variables', async () => {
    const { scope: found, warnings } = await resolve([
      { name: 'quantile', type: 'custom', query: 'p50 : 0.5, p99 : 0.99', current: { value: '0.99' } },
      { name: 'prefix', type: 'constant', query: 'ai' },
      { name: 'search', type: 'textbox', query: 'chat' },
      { name: 'window', type: 'interval', query: '1m,5m,1h', current: { value: '5m' } },
      { name: 'auto', type: 'interval', query: '1m,5m', auto: true, auto_count: 30, auto_min: '10s' },
      { name: 'datasource', type: 'datasource', query: 'prometheus', current: {} },
    ]);
    const text = '$quantile ${quantile:text} $prefix $search $window $auto $datasource';
    expect(interpolate(text, found, formatPromql).text).toBe('0.99 p99 ai chat 5m 2m prometheus');
    expect(warnings).toEqual([]);
  });

  it('warns of what it cannot resolve', async () => {
    const { warnings } = await resolve([
      { name: 'filters', type: 'adhoc' },
      { name: 'odd', type: 'query', query: 'everything()' },
      { name: 'none', type: 'query', query: 'label_values(up, nowhere)' },
    ]);
    expect(warnings).toEqual([
      'Variable "filters": variables of type "adhoc" are not supported',
      expect.stringContaining('found "everything()"'),
      'Variable "none": found no values',
    ]);
  });
});
