import type { BoardName } from '../../catalogue/index.ts';
import type { LinkOptions } from '../../dashboards/index.ts';
import { boardUid } from './uids.ts';

/** A link to another board, for the same time, jobs and instances. */
export function linkTo(board: BoardName, title: string): LinkOptions {
  return {
    title,
    url: `/d/${boardUid(board)}?\${__url_time_range}&\${job:queryparam}&\${instance:queryparam}`,
  };
}

/** A link from the cell of a table, whose value a variable of the board takes. */
export function linkToValue(board: BoardName, variable: string, title: string): LinkOptions {
  const { url } = linkTo(board, title);
  return { title, url: `${url}&var-${variable}=\${__value.text:percentencode}` };
}
