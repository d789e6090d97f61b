import type { VariableDef } from './dashboard.ts';
import { findReferences, formatPromql, interpolate, plainValue, type VariableValue } from './interpolate.ts';
import { roundIntervalMs } from './intervals.ts';
import type { PrometheusClient } from './prometheus.ts';
import { formatDuration, parseDurationMs, type TimeRange } from './time-range.ts';
import { filterChoices, parseVariableQuery, sortChoices } from './variable-query.ts';

/** How Grafana writes "All" in JSON; `All` is what a person types. */
const ALL = '$__all';

/** Values given from outside, by variable name; they win over what the dashboard has saved. */
export type GivenVariables = Readonly<Record<string, string | readonly string[]>>;

export interface VariableContext {
  readonly client: PrometheusClient;
  readonly range: TimeRange;
  readonly given: GivenVariables;
}

export interface ResolvedVariables {
  readonly scope: Map<string, VariableValue>;
  /** What is shown above the panels. */
  readonly shown: readonly { readonly label: string; readonly text: string }[];
  readonly warnings: readonly string[];
}

interface Choice {
  readonly text: string;
  readonly value: string;
}

function toList(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined || value === '') return [];
  return typeof value === 'string' ? [value] : value;
}

function queryText(variable: VariableDef): string {
  const { query } = variable;
  return (typeof query === 'string' ? query : query?.query) ?? variable.definition ?? '';
}

/** `a, b : 2, c\,d`: texts may carry a value of their own, and commas may be escaped. */
function parseCustomChoices(query: string): readonly Choice[] {
  const entries = query.match(/(?:\\,|[^,])+/g) ?? [];
  return entries.map(entry => {
    const [text = '', value] = entry
      .replaceAll('\\,', ',')
      .trim()
      .split(/\s+:\s+/);
    return { text, value: value ?? text };
  });
}

function calculateAutoInterval(variable: VariableDef, range: TimeRange): string {
  const rawMs = (range.toMs - range.fromMs) / (variable.auto_count ?? 30);
  return formatDuration(Math.max(roundIntervalMs(rawMs), parseDurationMs(variable.auto_min ?? '10s')));
}

async function loadChoices(
  variable: VariableDef,
  scope: ReadonlyMap<string, VariableValue>,
  context: VariableContext,
): Promise<readonly Choice[]> {
  const query = queryText(variable);
  if (variable.type === 'custom' || variable.type === 'interval') return parseCustomChoices(query);
  const run = parseVariableQuery(interpolate(query, scope, formatPromql).text, context.client);
  const found = await run(context.range);
  return sortChoices(filterChoices(found, variable.regex), variable.sort).map(value => ({
    text: value,
    value,
  }));
}

function isAll(value: string | undefined): boolean {
  return value === ALL || value === 'All';
}

function pickValues(
  variable: VariableDef,
  choices: readonly Choice[],
  given: readonly string[],
): readonly string[] {
  if (given.length > 0) return given;
  const saved = toList(variable.current?.value);
  if (variable.includeAll && (saved.length === 0 || isAll(saved[0]))) return [ALL];
  const valid = saved.filter(value => choices.some(choice => choice.value === value));
  return valid.length > 0 ? valid : choices.slice(0, 1).map(choice => choice.value);
}

/** Chosen values of a variable that has choices; "All" is every choice, or the variable's own `allValue`. */
function choose(variable: VariableDef, choices: readonly Choice[], picked: readonly string[]): VariableValue {
  const multiple = variable.multi === true || variable.includeAll === true;
  if (variable.includeAll && isAll(picked[0])) {
    const values = choices.map(choice => choice.value);
    return {
      values,
      texts: ['All'],
      multiple,
      ...(variable.allValue ? { raw: variable.allValue } : {}),
    };
  }
  const texts = picked.map(value => choices.find(choice => choice.value === value)?.text ?? value);
  return { values: picked, texts, multiple };
}

async function resolveVariable(
  variable: VariableDef,
  scope: ReadonlyMap<string, VariableValue>,
  context: VariableContext,
): Promise<VariableValue> {
  const given = toList(context.given[variable.name]);
  const saved = toList(variable.current?.value);
  switch (variable.type) {
    case 'datasource':
      return plainValue(given[0] ?? saved[0] ?? 'prometheus');
    case 'constant':
    case 'textbox':
      return plainValue(given[0] ?? saved[0] ?? queryText(variable));
    case 'query':
    case 'custom':
    case 'interval': {
      const choices = await loadChoices(variable, scope, context);
      const picked = pickValues(variable, choices, given);
      const auto = variable.auto === true && (picked[0]?.startsWith('$__auto') || saved.length === 0);
      if (auto && given.length === 0) return plainValue(calculateAutoInterval(variable, context.range));
      if (picked.length === 0) throw new Error('found no values');
      return choose(variable, choices, picked);
    }
    default:
      throw new Error(`variables of type "${variable.type}" are not supported`);
  }
}

/** Puts variables behind those that their queries refer to. */
function sortByDependency(variables: readonly VariableDef[]): readonly VariableDef[] {
  const sorted: VariableDef[] = [];
  const visit = (variable: VariableDef, path: readonly VariableDef[]) => {
    if (sorted.includes(variable) || path.includes(variable)) return;
    const references = findReferences(queryText(variable));
    for (const other of variables) {
      if (references.includes(other.name)) visit(other, [...path, variable]);
    }
    sorted.push(variable);
  };
  for (const variable of variables) visit(variable, []);
  return sorted;
}

/**
 * Gives every variable of a dashboard its value: a given one, else the saved one (if still offered), else "All",
 * else the first choice. What cannot be resolved is a warning; an empty value stands in for it.
 */
export async function resolveVariables(
  variables: readonly VariableDef[],
  context: VariableContext,
): Promise<ResolvedVariables> {
  const scope = new Map<string, VariableValue>();
  const warnings: string[] = [];
  for (const variable of sortByDependency(variables)) {
    try {
      scope.set(variable.name, await resolveVariable(variable, scope, context));
    } catch (error) {
      warnings.push(`Variable "${variable.name}": ${error instanceof Error ? error.message : String(error)}`);
      scope.set(variable.name, plainValue(''));
    }
  }
  for (const name of Object.keys(context.given)) {
    if (!scope.has(name))
      warnings.push(`Variable "${name}" was given, but the dashboard has none of that name.`);
  }
  const shown = variables
    .filter(variable => variable.type !== 'datasource' && variable.hide !== 2)
    .map(({ name, label }) => ({ label: label || name, text: scope.get(name)?.texts.join(' + ') ?? '' }));
  return { scope, shown, warnings };
}
