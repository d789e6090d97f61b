import type { GridPos, Panel } from './dashboard.ts';

const COLUMNS = 24;

/** A panel in its final place, with every row opened. */
export interface PlacedPanel {
  readonly panel: Panel;
  readonly gridPos: GridPos;
}

/** A row's title line. */
export interface PlacedRow {
  readonly title: string;
  readonly y: number;
  readonly wasCollapsed: boolean;
}

export interface Layout {
  readonly panels: readonly PlacedPanel[];
  readonly rows: readonly PlacedRow[];
}

function completeGridPos(panel: Panel, shiftRows: number): GridPos {
  const { x = 0, y = 0, w = COLUMNS / 2, h = 8 } = panel.gridPos ?? {};
  return { x: Math.min(x, COLUMNS - 1), y: y + shiftRows, w: Math.max(1, Math.min(w, COLUMNS - x)), h };
}

/**
 * Places all panels on Grafana's grid. Collapsed rows are opened the way Grafana does it: their panels come right
 * below the row, and everything further down moves by their height.
 */
export function buildLayout(source: readonly Panel[]): Layout {
  const panels: PlacedPanel[] = [];
  const rows: PlacedRow[] = [];
  let shiftRows = 0;
  for (const panel of source.toSorted((a, b) => (a.gridPos?.y ?? 0) - (b.gridPos?.y ?? 0))) {
    if (panel.type !== 'row') {
      panels.push({ panel, gridPos: completeGridPos(panel, shiftRows) });
      continue;
    }
    const y = (panel.gridPos?.y ?? 0) + shiftRows;
    const inside = panel.panels ?? [];
    rows.push({ title: panel.title ?? '', y, wasCollapsed: panel.collapsed === true });
    if (inside.length === 0) continue;
    const top = Math.min(...inside.map(child => child.gridPos?.y ?? 0));
    const placed = inside.map(child => ({ panel: child, gridPos: completeGridPos(child, y + 1 - top) }));
    panels.push(...placed);
    shiftRows += Math.max(...placed.map(child => child.gridPos.y + child.gridPos.h)) - (y + 1);
  }
  return { panels, rows };
}
