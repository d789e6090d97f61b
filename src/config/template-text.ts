import { z } from 'zod';

/** Functions of Prometheus' templates (https://prometheus.io/docs/prometheus/latest/configuration/template_reference/). */
const FUNCTIONS = [
  ...['query', 'first', 'label', 'value', 'sortByLabel', 'strvalue'],
  ...['humanize', 'humanize1024', 'humanizeDuration', 'humanizePercentage', 'humanizeTimestamp', 'toTime'],
  ...['title', 'toUpper', 'toLower', 'stripPort', 'stripDomain', 'match', 'reReplaceAll'],
  ...['graphLink', 'tableLink', 'parseDuration', 'args', 'tmpl', 'safeHtml', 'externalURL', 'pathPrefix'],
] as const;
/** Words and functions of Go's templates (https://pkg.go.dev/text/template). */
const GO_WORDS = [
  ...['if', 'else', 'end', 'range', 'with', 'define', 'template', 'block', 'break', 'continue'],
  ...['and', 'or', 'not', 'call', 'html', 'js', 'index', 'slice', 'len', 'print', 'printf', 'println'],
  ...['urlquery', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'true', 'false', 'nil'],
] as const;
const KNOWN: ReadonlySet<string> = new Set([...FUNCTIONS, ...GO_WORDS]);

/** What is wrong with a template, as far as can be said without Prometheus; undefined for nothing. */
export function findTemplateMistake(text: string): string | undefined {
  const [, ...opened] = text.split('{{');
  const actions = opened.map(rest => rest.split('}}')[0] ?? '');
  if (opened.some(rest => !rest.includes('}}'))) return 'a template in which every {{ has its }}';
  if (actions.some(action => action.replaceAll('-', '').trim() === '')) return 'something between {{ and }}';
  const unknown = actions.flatMap(listWords).find(word => !KNOWN.has(word));
  return unknown === undefined ? undefined : `functions of Prometheus' templates (${unknown} is none)`;
}

/** The bare words of an action: no variables, fields, texts, comments. */
function listWords(action: string): readonly string[] {
  if (/^-?\s*\/\*/.test(action)) return [];
  const bare = action.replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|'[^']*'/g, ' ');
  return [...bare.matchAll(/(?<![\w.$])[a-zA-Z]\w*/g)].map(match => match[0]);
}

/** A text that Prometheus fills in: `{{ $value }}`, `{{ $labels.job }}`. */
export const templateText = () =>
  z.string().superRefine((text, context) => {
    const message = findTemplateMistake(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
