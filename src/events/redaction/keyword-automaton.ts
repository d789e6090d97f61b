/** A word that is looked for. */
export interface Keyword {
  readonly text: string;
  /** Whether capitals count. */
  readonly isExact: boolean;
  /** Numbers of the rules that want to run over texts which have it. */
  readonly rules: readonly number[];
}

/** Tables by which many words are found in one pass over a text, however many there are (Aho and Corasick, 1975). */
export interface KeywordAutomaton {
  /** Column of the table of each ASCII character; capitals have that of their small letters. 0: in no word. */
  readonly columns: Uint8Array;
  /** The state after a state and a character: `next[(state << columnBits) | column]`. State 0 is the beginning. */
  readonly next: Uint16Array;
  readonly columnBits: number;
  /** For each state the words that end there; undefined for most. */
  readonly found: readonly (readonly Keyword[] | undefined)[];
}

const ASCII = 128;

/** Builds the tables. Words are of ASCII characters. */
export function buildAutomaton(keywords: readonly Keyword[]): KeywordAutomaton {
  const columns = columnsOf(keywords);
  const columnBits = Math.ceil(Math.log2(Math.max(...columns) + 1));
  const stateCount = 1 + keywords.reduce((sum, { text }) => sum + text.length, 0);
  const next = new Uint16Array(stateCount << columnBits);
  const found: (readonly Keyword[] | undefined)[] = Array(stateCount).fill(undefined);
  let last = 0;
  for (const keyword of keywords) {
    let state = 0;
    for (const character of keyword.text) {
      const cell = (state << columnBits) | columns[character.charCodeAt(0)]!;
      if (next[cell] === 0) next[cell] = ++last;
      state = next[cell]!;
    }
    found[state] = [...(found[state] ?? []), keyword];
  }
  addFallbacks(next, found, columnBits);
  return { columns, next, columnBits, found };
}

function columnsOf(keywords: readonly Keyword[]): Uint8Array {
  const columns = new Uint8Array(ASCII);
  let last = 0;
  for (const character of new Set(keywords.map(({ text }) => text.toLowerCase()).join(''))) {
    columns[character.charCodeAt(0)] = ++last;
    columns[character.toUpperCase().charCodeAt(0)] = last;
  }
  return columns;
}

/** Where a word does not go on, the longest end of what was read goes on that begins another one. Breadth first. */
function addFallbacks(
  next: Uint16Array,
  found: (readonly Keyword[] | undefined)[],
  columnBits: number,
): void {
  const fallbacks = new Uint16Array(found.length);
  const queue = [0];
  for (const state of queue) {
    const fallback = fallbacks[state]!;
    for (let column = 1; column < 1 << columnBits; column++) {
      const cell = (state << columnBits) | column;
      const shorter = state === 0 ? 0 : next[(fallback << columnBits) | column]!;
      const child = next[cell]!;
      if (child === 0) next[cell] = shorter;
      else {
        fallbacks[child] = shorter;
        if (found[shorter] !== undefined) found[child] = [...(found[child] ?? []), ...found[shorter]];
        queue.push(child);
      }
    }
  }
}
