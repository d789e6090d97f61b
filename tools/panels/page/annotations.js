/** Marks in charts: a dashed line with a triangle below it, or a shaded stretch. */
const TRIANGLE_PX = 5;
const NEAR_PX = 6;

function drawMark(plot, mark) {
  const { ctx, bbox } = plot;
  const bottom = bbox.top + bbox.height;
  const from = plot.valToPos(mark.fromSeconds, 'x', true);
  const to = plot.valToPos(mark.toSeconds, 'x', true);
  const side = TRIANGLE_PX * devicePixelRatio;
  if (to > from) {
    ctx.fillStyle = panels.withOpacity(mark.color, 0.1);
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
  }
  ctx.strokeStyle = panels.withOpacity(mark.color, 0.8);
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(from, bbox.top);
  ctx.lineTo(from, bottom);
  ctx.stroke();
  ctx.fillStyle = panels.color(mark.color);
  ctx.beginPath();
  ctx.moveTo(from - side, bottom + side);
  ctx.lineTo(from + side, bottom + side);
  ctx.lineTo(from, bottom);
  ctx.fill();
}

panels.drawAnnotations = plot => {
  const { ctx } = plot;
  const { min, max } = plot.scales.x;
  ctx.save();
  for (const mark of panels.data.annotations) {
    if (mark.toSeconds >= min && mark.fromSeconds <= max) drawMark(plot, mark);
  }
  ctx.restore();
};

/** Lines for the tooltip: the marks under the pointer. */
panels.annotationsNear = (plot, pointerPx) => {
  const near = panels.data.annotations.filter(mark => {
    const from = plot.valToPos(mark.fromSeconds, 'x') - NEAR_PX;
    return pointerPx >= from && pointerPx <= plot.valToPos(mark.toSeconds, 'x') + NEAR_PX;
  });
  return near.map(mark => ({
    name: mark.title,
    color: panels.color(mark.color),
    text: panels.formatMoment(mark.fromSeconds),
  }));
};
