import type { BoardName } from '../../catalogue/index.ts';

/** The fixed id of a board in Grafana; links of alerts and of other boards lead there. */
export function boardUid(name: BoardName): string {
  return `aiwatch-${name}`;
}

/** The fixed id of the provisioned data source. */
export const DATASOURCE_UID = 'aiwatch-prometheus';
