import { z } from 'zod';
import { AiwatchError, describe, type ErrorDetails } from '../errors.ts';
import { findClosest } from './closest.ts';
import type { Locate } from './places.ts';
import { Secret } from './secret.ts';
import { isSecret } from './secret-setting.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
/** One mistake: where it is, what was expected, what was found. */
export type Problem = Required<Pick<ErrorDetails, 'where' | 'expected' | 'found'>>;

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a section with settings',
  record: 'a section with settings',
  array: 'a list',
};

/** So many names are listed; of more, the first ones. */
const LISTED_NAMES = 12;

/** The name that was probably meant, or the names that there are. */
export function describeNames(found: unknown, known: readonly string[]): string {
  const closest = typeof found === 'string' ? findClosest(found, known) : undefined;
  if (closest !== undefined) return `${closest} (did you mean that?)`;
  const rest = known.length > LISTED_NAMES ? ` … (${known.length} in all)` : '';
  return `one of ${known.slice(0, LISTED_NAMES).join(', ')}${rest}`;
}

/** Follows a path into parsed input; undefined where it leads nowhere. */
function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}

/** A setting without what says only that it may be left out. */
function unwrap(schema: unknown): unknown {
  let inner = schema;
  while (
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodOptional
  ) {
    inner = inner.unwrap();
  }
  return inner;
}

/** What the schema says about a setting; undefined where it does not know it. */
function schemaAt(root: z.ZodType, path: Path): unknown {
  return path.reduce<unknown>((schema, key) => {
    if (schema instanceof z.ZodArray && typeof key === 'number') return unwrap(schema.element);
    return schema instanceof z.ZodObject
      ? unwrap((schema.shape as Record<PropertyKey, unknown>)[key])
      : undefined;
  }, unwrap(root));
}

/** The names that a section knows, in the order of the schema. */
function knownKeys(root: z.ZodType, path: Path): readonly string[] {
  const section = schemaAt(root, path);
  return section instanceof z.ZodObject ? Object.keys(section.shape as object) : [];
}

function describeExpected(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'never' ? issue.message : (TYPE_WORDS[issue.expected] ?? issue.expected);
    case 'invalid_value':
      return describeNames(found, issue.values.map(String));
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum > 1) return `at least ${issue.minimum} characters`;
      return issue.origin === 'string'
        ? 'text that is not empty'
        : `a number ${issue.inclusive ? 'of at least' : 'above'} ${issue.minimum}`;
    case 'too_big':
      return `a number of at most ${issue.maximum}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message;
    case 'invalid_format':
      return issue.format === 'email' ? 'an e-mail address' : issue.message;
    default:
      return issue.message;
  }
}

/** A key with nothing behind it is null in YAML. */
function describeFound(value: unknown): string {
  if (value === undefined || value === null) {
    return 'nothing';
  }
  return typeof value === 'object' ? JSON.stringify(value) : describe(value);
}

function buildUnknownKeyProblem(schema: z.ZodType, path: Path, key: string, locate: Locate): Problem {
  return {
    where: locate([...path, key]),
    expected: describeNames(key, knownKeys(schema, path)),
    found: `the unknown key ${key}`,
  };
}

/** What may be a secret though it should be none: a password in the place of its hash. */
const MISPLACED_SECRET = /^basic_auth_users\..*$/;

/** Whether what is wrong is a secret, or something in the place of a section with secrets: a URL with a password, a list. */
function isSensitive(schema: z.ZodType, path: Path, value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  const setting = schemaAt(schema, path);
  if (!(setting instanceof z.ZodObject)) return isSecret(setting) || MISPLACED_SECRET.test(path.join('.'));
  const holdsSecret = Object.values(setting.shape as object).some(inner => isSecret(unwrap(inner)));
  return holdsSecret && (typeof value === 'string' || typeof value === 'object');
}

/** One entry per mistake that the schema found; values of secrets are not repeated. */
export function buildProblems(
  schema: z.ZodType,
  error: z.ZodError,
  input: unknown,
  locate: Locate,
): readonly Problem[] {
  return error.issues.flatMap(issue => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key => buildUnknownKeyProblem(schema, issue.path, key, locate));
    }
    const value = issue.code === 'invalid_key' ? issue.path.at(-1) : valueAt(input, issue.path);
    const isHidden = isSensitive(schema, issue.path, value);
    return {
      where: locate(issue.path),
      expected: describeExpected(issue, value),
      found: isHidden ? String(new Secret('')) : describeFound(value),
    };
  });
}

/** Throws CONFIG_INVALID: with the one problem, or with a line for each. */
export function throwProblems(where: string, problems: readonly Problem[]): never {
  const [first, ...others] = problems;
  if (first !== undefined && others.length === 0) {
    throw new AiwatchError('CONFIG_INVALID', first);
  }
  const lines = problems.map(
    problem => `\n  ${problem.where}: expected ${problem.expected}, found ${problem.found}`,
  );
  throw new AiwatchError('CONFIG_INVALID', {
    where,
    expected: 'valid settings',
    found: `${problems.length} problems:${lines.join('')}`,
  });
}
