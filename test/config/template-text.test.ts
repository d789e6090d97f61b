import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { findTemplateMistake } from '../../src/config/template-text.ts';

it.each([
  'no template at all',
  '{{ $value | humanizePercentage }} of {{ $labels.job }}',
  '{{ printf "%.2f" $value }}',
  '{{- if gt $value 1.0 -}} many {{ else }} few {{ end }}',
  '{{ range query "up == 0" }}{{ .Labels.instance }}{{ end }}',
  '{{/* why */}} {{ $labels.path | reReplaceAll "percent(.*)" "$1" }}',
])('takes %s', text => {
  expect(findTemplateMistake(text)).toBeUndefined();
});

it.each(['{{ $value', '{{ }}', '{{ $value | percent }}', '{{ humanise $value }}'])('refuses %s', text => {
  expect(findTemplateMistake(text)).toBeDefined();
});

it('takes every text that is shipped', async () => {
  const { groups } = parse(await readFile('prometheus/rules/alerts.yml', 'utf8')) as {
    readonly groups: readonly {
      readonly rules: readonly { readonly annotations: Record<string, string> }[];
    }[];
  };
  const texts = groups.flatMap(group => group.rules.flatMap(rule => Object.values(rule.annotations)));
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter(text => findTemplateMistake(text) !== undefined)).toEqual([]);
});
