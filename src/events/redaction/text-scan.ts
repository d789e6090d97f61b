import { buildAutomaton, type Keyword } from './keyword-automaton.ts';
import { MARK } from './marks.ts';
import { SECRET_RULES } from './rules/index.ts';

/** What one look at a text has found. */
export interface TextScan {
  /** Bits of {@link MARK}. */
  readonly marks: number;
  /** Numbers of the rules in SECRET_RULES that are to run, in their order. */
  readonly rules: readonly number[];
}

/** Part of a long word; a bit beside those of MARK. */
const WORD = 1 << 15;
const LONG_WORD_LENGTH = 14;
const ASCII = 128;
/** The bits of an entry that are the column in the tables of the automaton. */
const COLUMN = MARK.LONG_WORD - 1;
const MARKS = ~COLUMN & ~WORD;

const { columns, next, columnBits, found } = buildAutomaton(keywordsOfRules());
const hasFound = Uint8Array.from(found, keywords => (keywords === undefined ? 0 : 1));

/** Of each character: its column, and the marks that it makes. */
const characters = Uint16Array.from({ length: ASCII }, (_, code) => {
  const character = String.fromCharCode(code);
  const bits: readonly (readonly [RegExp, number])[] = [
    [/[\w+/~$=.,:@%|-]/, WORD],
    [/[:=]/, MARK.SIGN],
    [/-/, MARK.HYPHEN],
    [/@/, MARK.AT],
    [/\d/, MARK.DIGIT],
    [/\./, MARK.DOT],
    [/:/, MARK.COLON],
  ];
  return bits.reduce((all, [pattern, bit]) => (pattern.test(character) ? all | bit : all), columns[code]!);
});

const NO_RULES: readonly number[] = [];

/** Looks at every character of a text once, and says what it has: most texts cost little more than that. */
export function scanText(text: string): TextScan {
  let rules: number[] | undefined;
  let seen = 0;
  let state = 0;
  let word = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const character = code < ASCII ? characters[code]! : 0;
    seen |= character;
    if ((character & WORD) === 0) word = 0;
    else if (++word === LONG_WORD_LENGTH) seen |= MARK.LONG_WORD;
    state = next[(state << columnBits) | (character & COLUMN)]!;
    if (hasFound[state] !== 0) rules = addRules(rules ?? [], found[state]!, text, index);
  }
  const marks = seen & MARKS;
  return { marks, rules: rules === undefined ? NO_RULES : rulesFor(rules, marks) };
}

function addRules(rules: number[], ended: readonly Keyword[], text: string, index: number): number[] {
  for (const keyword of ended) {
    if (keyword.isExact && !text.startsWith(keyword.text, index + 1 - keyword.text.length)) continue;
    for (const rule of keyword.rules) if (!rules.includes(rule)) rules.push(rule);
  }
  return rules;
}

/** Those of the rules whose marks are there too, in the order in which they run. */
function rulesFor(rules: readonly number[], marks: number): readonly number[] {
  const wanted = rules.filter(number => {
    const { needs = 0 } = SECRET_RULES[number]!;
    return (marks & needs) === needs;
  });
  return wanted.sort((a, b) => a - b);
}

/** Words of rules that do not look at capitals are found in any case. */
function keywordsOfRules(): readonly Keyword[] {
  const byWord = new Map<string, { text: string; isExact: boolean; rules: number[] }>();
  SECRET_RULES.forEach(({ keywords, pattern }, number) => {
    for (const word of keywords) {
      const isExact = !pattern.ignoreCase;
      const text = isExact ? word : word.toLowerCase();
      const known = byWord.get(`${isExact} ${text}`);
      if (known === undefined) byWord.set(`${isExact} ${text}`, { text, isExact, rules: [number] });
      else if (!known.rules.includes(number)) known.rules.push(number);
    }
  });
  return [...byWord.values()];
}
