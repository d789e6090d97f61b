import type uPlot from 'uplot';
import type { ChartData } from './chart-data.ts';

const SIDE_PX = 5;
const DISTANCE_PX = 5;

/** Draws a triangle above each point that is unusual, so that not only its colour says so. */
export function drawAnomalies(
  plot: uPlot,
  { anomalies = [] }: ChartData,
  colors: { readonly '--chart-3': string },
): void {
  const { ctx } = plot;
  const side = SIDE_PX * window.devicePixelRatio;
  ctx.save();
  ctx.fillStyle = colors['--chart-3'];
  for (const index of anomalies) {
    const x = plot.valToPos(plot.data[0]![index]!, 'x', true);
    const y = plot.valToPos(plot.data[1]![index] ?? 0, 'y', true) - DISTANCE_PX * window.devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x - side, y - side * 1.6);
    ctx.lineTo(x + side, y - side * 1.6);
    ctx.fill();
  }
  ctx.restore();
}
