import type { BoardDef } from '../board.ts';
import { buildModelVariables, MODEL_TARGETS } from '../models.ts';
import { buildBusinessSection } from './business.ts';
import { buildNowSection } from './now.ts';
import { buildPriceSection } from './price.ts';
import { buildSpendSection } from './spend.ts';
import { buildTokensSection } from './tokens.ts';

/** What models cost, and what that buys. */
export const costBoard: BoardDef = {
  name: 'cost',
  title: 'Cost and business',
  purpose: 'What calls to models cost, whether that stays within the budget, and what it buys.',
  targets: MODEL_TARGETS,
  variables: buildModelVariables,
  panels: context => [
    ...buildNowSection(context),
    ...buildSpendSection(context),
    ...buildPriceSection(context.catalogue),
    ...buildTokensSection(context.catalogue),
    ...buildBusinessSection(context.catalogue),
  ],
};
