/** How one kind of secret is recognised. */
export interface SecretRule {
  /** Stands in the text in place of the secret, and counts it: `[redacted:github-token]`. */
  readonly id: string;
  /** The rule runs only over texts that hold one of these, in any case where the pattern does not look at capitals. */
  readonly keywords: readonly string[];
  /** Bits of MARK that a text must have as well. @default none */
  readonly needs?: number;
  /**
   * What to look for; global. A group named `kept` is what stands before the secret and stays. Every repetition is
   * bounded, or cannot be entered again from within itself, so that time grows with the text and no faster.
   */
  readonly pattern: RegExp;
  /** Looks more closely at what was found. @default everything is a secret */
  readonly isSecret?: (found: string) => boolean;
}

/** The text that stands in place of a secret. */
export function placeholder(id: string): string {
  return `[redacted:${id}]`;
}
