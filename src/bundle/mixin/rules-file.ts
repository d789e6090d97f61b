import type { BundleSource } from '../bundle-source.ts';
import { buildRecordingRules } from '../records/index.ts';
import type { GeneratedFile } from '../writing/generated-file.ts';
import { insertMatchers } from './insert-matchers.ts';
import { buildJsonnetFile, fillIn, renderJsonnet } from './jsonnet.ts';
import { buildTemplateRecords } from './template-records.ts';

/** Every recording rule, and the user's own rules of both kinds, which stay as they are. */
export function buildRulesFile({ catalogue, config, customRules }: BundleSource): GeneratedFile {
  const groups = buildRecordingRules(buildTemplateRecords(catalogue, config.bundle)).groups.map(group => ({
    ...group,
    rules: group.rules.map(rule => ({ ...rule, expr: fillIn(insertMatchers(rule.expr)) })),
  }));
  const lines = [
    "local render = import 'render.libsonnet';",
    '',
    '{',
    '  local fields = render.fields($._config),',
    '  prometheusRules+:: {',
    `    groups+: ${renderJsonnet([...groups, ...(customRules?.groups ?? [])], '    ')},`,
    '  },',
    '}',
  ];
  return buildJsonnetFile('rules.libsonnet', lines.join('\n'));
}
