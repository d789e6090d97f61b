import type { DataPanel, GridPos, Panel, RowPanel, TextPanel } from './model.ts';
import type { Unplaced } from './panel.ts';

/** Columns of Grafana's grid. */
const GRID_COLUMNS = 24;

/** Any panel before it has its place. */
export type UnplacedPanel = Unplaced<DataPanel> | Unplaced<TextPanel> | Unplaced<RowPanel>;

/** Builds a heading over the panels that follow. */
export function buildRow(title: string): Unplaced<RowPanel> {
  return { type: 'row', title, collapsed: false, panels: [], width: GRID_COLUMNS, height: 1 };
}

/** Builds a panel of Markdown. */
export function buildText(
  title: string,
  content: string,
  size: Pick<GridPos, 'w' | 'h'>,
): Unplaced<TextPanel> {
  return { type: 'text', title, options: { mode: 'markdown', content }, width: size.w, height: size.h };
}

/** Places panels from left to right and top to bottom, and numbers them from 1. */
export function placePanels(panels: readonly UnplacedPanel[]): readonly Panel[] {
  let x = 0;
  let y = 0;
  let lineHeight = 0;
  return panels.map(({ width, height, ...panel }, index) => {
    if (x + width > GRID_COLUMNS) {
      x = 0;
      y += lineHeight;
      lineHeight = 0;
    }
    const gridPos: GridPos = { x, y, w: width, h: height };
    x += width;
    lineHeight = Math.max(lineHeight, height);
    return { id: index + 1, ...panel, gridPos } as Panel;
  });
}
