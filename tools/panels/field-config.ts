import type { FieldConfig, FieldOverride, Panel } from './dashboard.ts';

/** What an override's matcher can look at. */
export interface FieldIdentity {
  readonly name: string;
  readonly refId: string;
  readonly type: 'number' | 'string' | 'time';
}

type Matches = (field: FieldIdentity) => boolean;

function parseRegexLiteral(text: string): RegExp {
  const literal = /^\/(.*)\/([gimsuy]*)$/s.exec(text);
  return literal ? new RegExp(literal[1] ?? '', literal[2]?.replace('g', '')) : new RegExp(text);
}

function readNames(options: unknown): readonly string[] {
  const names = (options as { readonly names?: unknown } | undefined)?.names;
  return Array.isArray(names) ? names.map(String) : [];
}

/** The test of an override's matcher, or nothing when its kind is not supported. */
function findMatcher({ matcher: { id, options } }: FieldOverride): Matches | undefined {
  const text = String(options);
  switch (id) {
    case 'byName':
      return field => field.name === text;
    case 'byNames': {
      const names = readNames(options);
      return field => names.includes(field.name);
    }
    case 'byRegexp': {
      const pattern = parseRegexLiteral(text);
      return field => pattern.test(field.name);
    }
    case 'byFrameRefID':
      return field => field.refId === text;
    case 'byType':
      return field => field.type === text;
    default:
      return undefined;
  }
}

/** Sets `a.b.c` in a copy of a tree of plain objects. */
function withPath(
  tree: Readonly<Record<string, unknown>>,
  path: readonly string[],
  value: unknown,
): Readonly<Record<string, unknown>> {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return { ...tree, [key]: value };
  const branch = tree[key];
  const below = typeof branch === 'object' && branch !== null ? (branch as Record<string, unknown>) : {};
  return { ...tree, [key]: withPath(below, rest, value) };
}

/** A field's settings: the panel's defaults, and over them every override that matches, in order. */
export function resolveFieldConfig(panel: Panel, field: FieldIdentity): FieldConfig {
  let config: Readonly<Record<string, unknown>> = { ...panel.fieldConfig?.defaults };
  for (const override of panel.fieldConfig?.overrides ?? []) {
    if (!findMatcher(override)?.(field)) continue;
    for (const { id, value } of override.properties) config = withPath(config, id.split('.'), value);
  }
  return config;
}

/** Overrides that are left out because their matcher is of a kind that is not supported. */
export function findUnsupportedOverrides(panel: Panel): readonly string[] {
  const unsupported = (panel.fieldConfig?.overrides ?? []).filter(override => !findMatcher(override));
  return unsupported.map(({ matcher }) => `Override by "${matcher.id}" is not supported.`);
}
