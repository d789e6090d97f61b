import type { Catalogue } from '../../catalogue/index.ts';
import type { BundleConfig } from '../../config/index.ts';
import type { Expr } from '../promql/index.ts';
import { buildRecords, type Records } from '../records/index.ts';
import type { SloOperands } from '../rules/slo-operands.ts';
import { sloToken } from './tokens.ts';

/** The settings of the objectives with tokens in place of what the mixin lets change. */
export function buildSloTokens({ slos }: BundleConfig): SloOperands {
  const token = (...args: Parameters<typeof sloToken>): Expr<never> => ({
    text: sloToken(...args),
    isOperation: false,
  });
  const entries = Object.entries(slos).map(([name, slo]) => [
    name,
    {
      ...slo,
      objective: token(name, 'objective'),
      minEventsPerSecond: token(name, 'minEventsPerSecond'),
    },
  ]);
  return Object.fromEntries(entries) as SloOperands;
}

/** The recording rules with these tokens. */
export function buildTemplateRecords(catalogue: Catalogue, config: BundleConfig): Records {
  return buildRecords(catalogue, { slos: buildSloTokens(config) });
}
