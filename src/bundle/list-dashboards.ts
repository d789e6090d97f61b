import { BOARD_TAGS } from './boards/board.ts';
import { BOARDS } from './boards/index.ts';
import { boardUid } from './boards/uids.ts';

/** A dashboard that is generated, for a list of links. */
export interface ListedDashboard {
  /** Its id in Grafana. */
  readonly uid: string;
  readonly title: string;
  /** The question that it answers. */
  readonly purpose: string;
  readonly tags: readonly string[];
}

/** Every dashboard, in the order of the menu. */
export function listDashboards(): readonly ListedDashboard[] {
  return BOARDS.map(({ name, title, purpose }) => ({
    uid: boardUid(name),
    title,
    purpose,
    tags: BOARD_TAGS,
  }));
}
