import { type Fields, fieldsOf } from './fields.ts';

/** What xAI counts in: https://docs.x.ai/developers/cost-tracking. */
const TICKS_PER_USD = 10_000_000_000;

/** The cost in US dollars that a provider reports along with the usage; undefined where it reports none. */
export function reportedCostOf(usage: Fields): number | undefined {
  const { cost, cost_in_usd_ticks: ticks } = usage;
  if (typeof ticks === 'number') return ticks / TICKS_PER_USD;
  if (typeof cost === 'number') return cost + upstreamCostOf(usage);
  // Perplexity tells the parts and their sum.
  const total = fieldsOf(cost)?.['total_cost'];
  return typeof total === 'number' ? total : undefined;
}

/** OpenRouter with the caller's own key: its fee is the cost it reports, and the provider is paid beside. */
function upstreamCostOf(usage: Fields): number {
  const upstream = fieldsOf(usage['cost_details'])?.['upstream_inference_cost'];
  return usage['is_byok'] === true && typeof upstream === 'number' ? upstream : 0;
}
