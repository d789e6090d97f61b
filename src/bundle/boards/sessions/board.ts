import type { BoardDef } from '../board.ts';
import { buildActivitySection } from './activity.ts';
import { buildExperienceSection } from './experience.ts';
import { buildNowSection } from './now.ts';
import { buildSessionsSection } from './sessions.ts';

/** How many people are at work, for how long, and what they feel. */
export const sessionsBoard: BoardDef = {
  name: 'sessions',
  title: 'Sessions and user experience',
  purpose: 'How many people are at work, how long they stay, and what the application feels like to them.',
  panels: context => [
    ...buildNowSection(context),
    ...buildSessionsSection(context),
    ...buildExperienceSection(context),
    ...buildActivitySection(context.catalogue),
  ],
};
