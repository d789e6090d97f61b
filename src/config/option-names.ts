import { describeNames, type Problem, throwProblems } from './problems.ts';

/** The names that options have: `true`, or those of a part of its own. */
export interface OptionNames {
  readonly [name: string]: true | OptionNames;
}

/**
 * Refuses options that nobody would read: one that is misspelt would be silently without effect. Throws CONFIG_INVALID.
 * @param where the function that takes them
 */
export function checkOptionNames(where: string, options: object, known: OptionNames): void {
  const problems = listUnknown(where, options, known);
  if (problems.length > 0) throwProblems(where, problems);
}

function listUnknown(where: string, options: object, known: OptionNames): readonly Problem[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const names = Object.hasOwn(known, name) ? known[name]! : undefined;
    if (names === undefined) {
      const expected = describeNames(name, Object.keys(known));
      return [{ where, expected, found: `the unknown option ${name}` }];
    }
    const isPart = names !== true && typeof value === 'object' && value !== null;
    return isPart ? listUnknown(`${where}, ${name}`, value as object, names) : [];
  });
}
