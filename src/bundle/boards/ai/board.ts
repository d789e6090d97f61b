import type { BoardDef } from '../board.ts';
import { buildModelVariables, MODEL_TARGETS } from '../models.ts';
import { buildCallsSection } from './calls.ts';
import { buildErrorsSection } from './errors.ts';
import { buildLatencySection } from './latency.ts';
import { buildNowSection } from './now.ts';
import { buildWorkSection } from './work.ts';

/** Whether models answer, how fast, and what they do. */
export const aiBoard: BoardDef = {
  name: 'ai',
  title: 'AI operations',
  purpose: 'Whether models answer, how fast, which one is in trouble, and what they do.',
  targets: MODEL_TARGETS,
  variables: buildModelVariables,
  panels: context => [
    ...buildNowSection(context),
    ...buildCallsSection(context),
    ...buildErrorsSection(context),
    ...buildLatencySection(context),
    ...buildWorkSection(context.catalogue),
  ],
};
