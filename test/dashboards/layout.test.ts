import { describe, expect, it } from 'vitest';
import { buildRow, buildText, placePanels } from '../../src/dashboards/index.ts';

const place = (...sizes: readonly (readonly [width: number, height: number])[]) =>
  placePanels(sizes.map(([w, h]) => buildText('', '', { w, h }))).map(({ gridPos: { x, y } }) => [x, y]);

describe('placePanels', () => {
  it('goes from left to right, and on to the next line where a panel does not fit', () => {
    expect(place([12, 8], [12, 8], [12, 8])).toEqual([
      [0, 0],
      [12, 0],
      [0, 8],
    ]);
    expect(place([6, 4], [12, 4], [12, 4])).toEqual([
      [0, 0],
      [6, 0],
      [0, 4],
    ]);
  });

  it('begins a line below the highest panel of the one before', () => {
    expect(place([12, 4], [12, 9], [24, 3])).toEqual([
      [0, 0],
      [12, 0],
      [0, 9],
    ]);
  });

  it('gives a heading a line of its own', () => {
    const panels = placePanels([
      buildText('', '', { w: 6, h: 5 }),
      buildRow('Next'),
      buildText('', '', { w: 6, h: 5 }),
    ]);
    expect(panels.map(panel => panel.gridPos)).toEqual([
      { x: 0, y: 0, w: 6, h: 5 },
      { x: 0, y: 5, w: 24, h: 1 },
      { x: 0, y: 6, w: 6, h: 5 },
    ]);
  });

  it('numbers the panels from 1', () => {
    expect(placePanels([buildRow('a'), buildRow('b')]).map(panel => panel.id)).toEqual([1, 2]);
  });
});
