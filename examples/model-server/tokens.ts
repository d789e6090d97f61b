const TOKEN = /\s?\p{L}{1,8}|\s?\d{1,3}|\s+|[^\s\p{L}\d]/gu;

/** Splits a text into pieces of about the size of a model's tokens; joined, they are the text again. */
export function splitTokens(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** How many tokens a text costs: the length of what `splitTokens` returns. */
export function countTokens(text: string): number {
  return splitTokens(text).length;
}
