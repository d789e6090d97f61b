import { sortKeys } from '../../audit/index.ts';
import { EVENT_LIMITS } from '../../catalogue/index.ts';
import { announcesSecret } from './field-kinds.ts';
import type { FieldName } from './field-names.ts';
import { dropEmbeddedFiles, fileContentNote } from './file-contents.ts';
import { fileUseOf } from './file-tools.ts';
import type { Count } from './redact-secrets.ts';
import { placeholder } from './secret-rule.ts';

/** What a walk does with what it meets. */
export interface ValueRules {
  readonly redactText: (text: string) => string;
  readonly nameOf: (name: string) => FieldName;
  readonly count: Count;
  readonly keepFileContents: boolean;
  /** Longer texts are left out; in characters. */
  readonly longestText: number;
}

/** Where a walk is: in contents of files (`all` texts of an output, or the `fields` of arguments), or not. */
type FilePlace = 'none' | 'fields' | 'all';

type Fields = Readonly<Record<string, unknown>>;

const SECRET_FIELD = 'secret-field';
const ARGUMENTS = new Set(['args', 'arguments', 'input', 'params', 'parameters', 'tool_input', 'toolInput']);
const OUTPUTS = new Set([
  'output',
  'tool_output',
  'toolOutput',
  'tool_response',
  'response',
  'content',
  'resultDisplay',
]);

/**
 * Copies a JSON value without what must not be kept; the shape stays. What JSON does not have is made what
 * `JSON.stringify` makes of it; what lies deeper than events may is left out.
 */
export function redactValue(
  value: unknown,
  rules: ValueRules,
  place: FilePlace = 'none',
  depth = 0,
): unknown {
  if (typeof value === 'string') return redactString(value, rules, place);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'bigint') return redactString(String(value), rules, place);
  if (typeof value !== 'object' || depth > EVENT_LIMITS.depth) return undefined;
  if (Array.isArray(value)) return redactArray(value, rules, place, depth);
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return redactValue(value.toJSON(), rules, place, depth + 1);
  return redactFields(value as Fields, rules, place, depth);
}

function redactString(text: string, rules: ValueRules, place: FilePlace): string | undefined {
  if (rules.keepFileContents || text === '')
    return text.length > rules.longestText ? undefined : rules.redactText(text);
  if (place === 'all') return fileContentNote(text.length);
  const own = text.length > 4 ? dropEmbeddedFiles(text) : text;
  return own.length > rules.longestText ? undefined : rules.redactText(own);
}

function redactArray(
  list: readonly unknown[],
  rules: ValueRules,
  place: FilePlace,
  depth: number,
): unknown[] {
  return list.map((element, index) => {
    const isSecret = index > 0 && isWorthHiding(element) && announcesSecret(list[index - 1]);
    if (isSecret) return hide(rules);
    return redactValue(element, rules, place, depth + 1) ?? null;
  });
}

/** The names come out in the order of the canonical JSON, which is then written faster. */
function redactFields(fields: Fields, rules: ValueRules, place: FilePlace, depth: number): Fields {
  const copy: Record<string, unknown> = {};
  const fileUse = rules.keepFileContents ? 'none' : fileUseOfFields(fields);
  const named = nameOfPair(fields);
  let areNew = true;
  for (const name of sortKeys(Object.keys(fields))) {
    const value = fields[name];
    const { kind, text } = rules.nameOf(name);
    const kindOfValue = name === 'value' && named !== undefined ? rules.nameOf(named).kind : kind;
    let kept: unknown;
    if (kindOfValue === 'secret' && isWorthHiding(value)) kept = hide(rules);
    else kept = redactValue(value, rules, placeOf(name, kindOfValue, place, fileUse), depth + 1);
    if (kept === undefined) continue;
    if (text !== name || name === '__proto__') areNew = false;
    if (areNew) copy[name] = kept;
    else setField(copy, text, kept);
  }
  return copy;
}

/** Nothing, yes and no are no secrets: `hasPassword: true` stays, as an empty password does. */
function isWorthHiding(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && typeof value !== 'boolean';
}

function hide({ count }: ValueRules): string {
  count(SECRET_FIELD);
  return placeholder(SECRET_FIELD);
}

function placeOf(name: string, kind: string, outer: FilePlace, fileUse: string): FilePlace {
  if (outer === 'all') return 'all';
  if (kind === 'file' || (kind === 'file-in-tool' && outer === 'fields')) return 'all';
  if ((fileUse === 'both' || fileUse === 'output') && OUTPUTS.has(name)) return 'all';
  return fileUse === 'both' && ARGUMENTS.has(name) ? 'fields' : outer;
}

function fileUseOfFields(fields: Fields): string {
  const name = fields['toolName'] ?? fields['tool_name'];
  if (typeof name !== 'string') return 'none';
  return fileUseOf(name, fields['args'] ?? fields['tool_input'] ?? fields['input'] ?? fields['arguments']);
}

/** The name in `{ name, value }`, as lists of headers and of variables have it. */
function nameOfPair(fields: Fields): string | undefined {
  if (!Object.hasOwn(fields, 'value')) return undefined;
  const name = fields['name'] ?? fields['key'] ?? fields['header'];
  return typeof name === 'string' ? name : undefined;
}

/** Names that became one, since a secret was taken out of them, are told apart by a number. */
function setField(copy: Record<string, unknown>, name: string, value: unknown): void {
  let free = name;
  for (let number = 2; Object.hasOwn(copy, free); number++) free = `${name} (${number})`;
  if (free !== '__proto__') copy[free] = value;
  else Object.defineProperty(copy, free, { value, enumerable: true, configurable: true, writable: true });
}
