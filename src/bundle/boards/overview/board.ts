import type { BoardDef } from '../board.ts';
import { buildAiSection } from './ai.ts';
import { buildContainersSection } from './containers.ts';
import { buildNowSection } from './now.ts';
import { buildRedisSection } from './redis.ts';
import { buildRuntimeSection } from './runtime.ts';
import { buildTrafficSection } from './traffic.ts';
import { buildWorkSection } from './work.ts';

/** What somebody on call looks at first. */
export const overviewBoard: BoardDef = {
  name: 'overview',
  title: 'Overview',
  purpose: 'What somebody on call looks at first: is anything wrong, and where.',
  panels: context => [
    ...buildNowSection(context),
    ...buildTrafficSection(context),
    ...buildAiSection(context),
    ...buildWorkSection(context.catalogue),
    ...buildRuntimeSection(context.catalogue),
    ...buildRedisSection(),
    ...buildContainersSection(),
  ],
};
