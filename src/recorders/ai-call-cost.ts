import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';
import type { AiCallTarget, TokenUsage } from './ai-call.ts';
import type { EstimateCost } from './price.ts';

/**
 * Adds up what calls cost: as the provider reported it, or else as it is estimated; calls without a price are counted.
 * The function returns the cost of the call in US dollars, or undefined where it is not known.
 */
export function createCostRecorder(registry: Registry, { ai }: Catalogue, estimate: EstimateCost) {
  const cost = registry.counter(ai.cost);
  const unpricedCalls = registry.counter(ai.unpricedCalls);
  return (target: AiCallTarget, usage: TokenUsage): number | undefined => {
    const { provider, model } = target;
    if (usage.costUsd !== undefined) {
      cost.with({ provider, model, source: 'reported' }).inc(usage.costUsd);
      return usage.costUsd;
    }
    if (!hasTokens(usage)) return undefined;
    const estimatedUsd = estimate(target, usage);
    if (estimatedUsd === undefined) unpricedCalls.with({ provider, model }).inc();
    else cost.with({ provider, model, source: 'estimated' }).inc(estimatedUsd);
    return estimatedUsd;
  };
}

/** A call that failed at once used nothing, which needs no price. */
function hasTokens({
  input = 0,
  output = 0,
  cacheRead = 0,
  cacheWrite = 0,
  reasoning = 0,
}: TokenUsage): boolean {
  return input + output + cacheRead + cacheWrite + reasoning > 0;
}
