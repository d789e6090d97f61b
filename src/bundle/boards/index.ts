import { aiBoard } from './ai/board.ts';
import type { BoardDef } from './board.ts';
import { costBoard } from './cost/board.ts';
import { deliveryBoard } from './delivery/board.ts';
import { developmentBoard } from './development/board.ts';
import { httpBoard } from './http/board.ts';
import { infrastructureBoard } from './infrastructure/board.ts';
import { monitoringBoard } from './monitoring/board.ts';
import { overviewBoard } from './overview/board.ts';
import { sessionsBoard } from './sessions/board.ts';
import { slosBoard } from './slos/board.ts';

export { type BoardContext, type BoardDef, buildBoard } from './board.ts';

/** Every dashboard, in the order of the menu. */
export const BOARDS: readonly BoardDef[] = [
  overviewBoard,
  httpBoard,
  aiBoard,
  costBoard,
  sessionsBoard,
  developmentBoard,
  infrastructureBoard,
  deliveryBoard,
  slosBoard,
  monitoringBoard,
];
