import type { BoardDef } from '../board.ts';
import { buildCodeSection } from './code.ts';
import { buildNowSection } from './now.ts';
import { buildOperationsSection } from './operations.ts';

/** What the application does to files, versions and code. */
export const developmentBoard: BoardDef = {
  name: 'development',
  title: 'Development',
  purpose: 'Whether files and versions are written and read as they should, and what code models generate.',
  panels: context => [
    ...buildNowSection(context),
    ...buildCodeSection(context),
    ...buildOperationsSection(context, 'file'),
    ...buildOperationsSection(context, 'version'),
  ],
};
