/** A model that the server offers, with how fast it answers. */
export interface Model {
  readonly id: string;
  /** Prompt and completion together may not be longer than this. */
  readonly contextTokens: number;
  /** Median time to the first token, in milliseconds, at latency factor 1. */
  readonly firstTokenMedianMs: number;
  /** Mean speed of generation at latency factor 1. */
  readonly tokensPerSecond: number;
  /** Whether it thinks before it answers, which costs reasoning tokens and time. */
  readonly reasoning: boolean;
}

/** The models on offer. Speeds are of the order that hosted models of these three kinds show. */
export const MODELS: readonly Model[] = [
  {
    id: 'small-coder',
    contextTokens: 8_192,
    firstTokenMedianMs: 180,
    tokensPerSecond: 140,
    reasoning: false,
  },
  {
    id: 'gpt-4.1',
    contextTokens: 32_768,
    firstTokenMedianMs: 420,
    tokensPerSecond: 70,
    reasoning: false,
  },
  {
    id: 'reasoning-coder',
    contextTokens: 65_536,
    firstTokenMedianMs: 500,
    tokensPerSecond: 110,
    reasoning: true,
  },
];

/** The model called `id`, if there is one. */
export function findModel(id: string): Model | undefined {
  return MODELS.find(model => model.id === id);
}
