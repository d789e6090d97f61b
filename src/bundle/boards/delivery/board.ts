import type { BoardDef } from '../board.ts';
import { buildDeploymentsSection } from './deployments.ts';
import { buildNowSection } from './now.ts';
import { buildDeliveryVariables, DELIVERY_TARGETS } from './scope.ts';
import { buildTestsSection } from './tests.ts';

/** What pipelines report. */
export const deliveryBoard: BoardDef = {
  name: 'delivery',
  title: 'Delivery',
  purpose: 'How delivery goes: what runs where since when, how deployments end, and whether the tests pass.',
  targets: DELIVERY_TARGETS,
  variables: buildDeliveryVariables,
  panels: context => [
    ...buildNowSection(context),
    ...buildDeploymentsSection(context.catalogue),
    ...buildTestsSection(context.catalogue),
  ],
};
