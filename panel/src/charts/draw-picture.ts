import type { ChartData } from './chart-data.ts';
import { UNUSUAL } from './chart-legend.tsx';
import { PLOT_COLORS } from './plot-options.ts';
import { readColors } from './use-theme-version.ts';

const COLORS = [...PLOT_COLORS, '--color-text'] as const;
const PADDING_PX = 20;
const TITLE_PX = 18;
const LEGEND_PX = 12;
const HEAD_HEIGHT_PX = 72;
const KEY_PX = 12;

export interface PictureOptions {
  readonly title: string;
  readonly data: ChartData;
  readonly canvas: HTMLCanvasElement;
  /** An element with the theme of the page. */
  readonly themed: HTMLElement;
}

/** The picture of a chart with its title and legend, on the ground of the theme: PNG. */
export async function drawPicture({ title, data, canvas, themed }: PictureOptions): Promise<Blob> {
  const ratio = window.devicePixelRatio;
  const colors = readColors(themed, COLORS);
  const { fontFamily } = getComputedStyle(themed);
  const picture = document.createElement('canvas');
  picture.width = canvas.width + 2 * PADDING_PX * ratio;
  picture.height = canvas.height + (HEAD_HEIGHT_PX + PADDING_PX) * ratio;
  const ctx = picture.getContext('2d')!;
  ctx.scale(ratio, ratio);
  ctx.fillStyle = colors['--color-surface'];
  ctx.fillRect(0, 0, picture.width, picture.height);
  ctx.fillStyle = colors['--color-text'];
  ctx.font = `600 ${TITLE_PX}px ${fontFamily}`;
  ctx.fillText(title, PADDING_PX, PADDING_PX + TITLE_PX);
  ctx.font = `${LEGEND_PX}px ${fontFamily}`;
  let x = PADDING_PX;
  const unusual = { label: UNUSUAL, color: '--chart-3' } as const;
  for (const { label, color } of [...data.series, ...(data.anomalies?.length ? [unusual] : [])]) {
    ctx.fillStyle = colors[color];
    ctx.fillRect(x, HEAD_HEIGHT_PX - 2 * KEY_PX, KEY_PX, KEY_PX);
    ctx.fillStyle = colors['--color-muted'];
    ctx.fillText(label, x + KEY_PX + 6, HEAD_HEIGHT_PX - KEY_PX - 2);
    x += KEY_PX + 6 + ctx.measureText(label).width + PADDING_PX;
  }
  ctx.drawImage(canvas, PADDING_PX, HEAD_HEIGHT_PX, canvas.width / ratio, canvas.height / ratio);
  return new Promise((resolve, reject) => {
    picture.toBlob(blob =>
      blob === null ? reject(new Error('The picture could not be made.')) : resolve(blob),
    );
  });
}
