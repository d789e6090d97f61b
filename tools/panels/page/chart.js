/** Time series, drawn with uPlot. */
const { element, color, withOpacity, cssVariable } = panels;
const AXIS_FONT_PX = 12;
const DENSE_PX_PER_POINT = 8;

/** Stacks the values of each group; what is shown in tooltips stays as it was. */
function stackValues(series, values) {
  const sums = new Map();
  const bands = [];
  const totals = new Map();
  series.forEach((entry, index) => {
    if (entry.stack === null || !entry.percentStack) return;
    const total = totals.get(entry.stack) ?? values[index].map(() => 0);
    totals.set(
      entry.stack,
      total.map((sum, at) => sum + Math.abs(values[index][at] ?? 0)),
    );
  });
  const stacked = series.map((entry, index) => {
    const signed = values[index].map(value => (entry.negative && typeof value === 'number' ? -value : value));
    if (entry.stack === null) return signed;
    const key = `${entry.stack}/${entry.axis}/${entry.negative}`;
    const below = sums.get(key);
    const total = totals.get(entry.stack);
    const own = signed.map((value, at) => (total ? (value ?? 0) / (total[at] || 1) : value));
    const sum = own.map((value, at) => (below?.list[at] ?? 0) + (value ?? 0));
    if (below) bands.push({ series: [index + 1, below.index + 1], dir: entry.negative ? 1 : -1 });
    sums.set(key, { list: sum, index });
    return sum.map((value, at) => (typeof own[at] === 'number' || below ? value : own[at]));
  });
  return { stacked, bands };
}

function pathBuilder(entry) {
  if (entry.draw === 'bars') return uPlot.paths.bars({ size: [0.85, 60], align: 0 });
  if (entry.draw === 'points') return uPlot.paths.points();
  if (entry.interpolation === 'smooth') return uPlot.paths.spline();
  if (entry.interpolation === 'stepBefore') return uPlot.paths.stepped({ align: -1 });
  if (entry.interpolation === 'stepAfter') return uPlot.paths.stepped({ align: 1 });
  return uPlot.paths.linear();
}

function fillStyle(entry) {
  if (entry.fillOpacity === 0 || entry.draw === 'points') return undefined;
  if (!entry.gradient) return withOpacity(entry.color, entry.fillOpacity);
  return plot => {
    const { top, height } = plot.bbox;
    const gradient = plot.ctx.createLinearGradient(0, top, 0, top + height);
    gradient.addColorStop(0, withOpacity(entry.color, entry.fillOpacity));
    gradient.addColorStop(1, withOpacity(entry.color, 0));
    return gradient;
  };
}

function showsPoints(entry, pointCount, widthPx) {
  if (entry.draw === 'points' || entry.showPoints === 'always') return true;
  if (entry.showPoints === 'never' || entry.draw === 'bars') return false;
  return pointCount > 0 && widthPx / pointCount > DENSE_PX_PER_POINT * 2;
}

/** A single sample between gaps makes no line: it is shown as a point. */
function isolatedPoints(plot, seriesIndex) {
  const values = plot.data[seriesIndex];
  const isNumber = value => typeof value === 'number';
  return values.flatMap((value, at) =>
    isNumber(value) && !isNumber(values[at - 1]) && !isNumber(values[at + 1]) ? [at] : [],
  );
}

function buildSeries(entry, pointCount, widthPx) {
  const stroke = color(entry.color);
  const all = showsPoints(entry, pointCount, widthPx);
  return {
    label: entry.name,
    scale: entry.axis === 'right' ? 'right' : 'left',
    stroke,
    width: entry.draw === 'points' ? 0 : entry.widthPx,
    dash: entry.dash.length > 0 ? entry.dash : undefined,
    cap: entry.dash[0] === 0 ? 'round' : undefined,
    fill: fillStyle(entry),
    paths: pathBuilder(entry),
    spanGaps: entry.spanGaps,
    points: {
      show: entry.draw !== 'bars',
      filter: all ? undefined : isolatedPoints,
      size: entry.pointsPx,
      fill: stroke,
      stroke,
      width: 0,
    },
  };
}

function buildScale(axis, percent) {
  if (axis.logBase !== null) return { distr: 3, log: axis.logBase };
  return {
    range: (_plot, low, high) => {
      if (low === null) return [axis.min ?? 0, axis.max ?? 1];
      if (percent) return [0, 1];
      if (low === high && low === 0) return [axis.min ?? 0, axis.max ?? axis.softMax ?? 1];
      const part = (hard, soft, none) => ({
        pad: 0.1,
        hard: hard ?? none,
        soft: soft ?? 0,
        mode: soft === null ? 3 : 1,
      });
      const [from, to] = uPlot.rangeNum(low, high, {
        min: part(axis.min, axis.softMin, -Infinity),
        max: part(axis.max, axis.softMax, Infinity),
      });
      return [axis.min ?? from, axis.max ?? to];
    },
  };
}

const BINARY_STEPS = Array.from({ length: 61 }, (_, power) => 2 ** power);

function buildAxis(axis, name, shown, percent) {
  const format = percent ? panels.data.percentFormat : axis.format;
  return {
    scale: name,
    show: shown,
    side: name === 'right' ? 1 : 3,
    stroke: cssVariable('--text'),
    font: panels.font(AXIS_FONT_PX),
    grid: { show: name === 'left', stroke: cssVariable('--grid'), width: 1 },
    ticks: { show: false },
    gap: 6,
    space: 34,
    incrs: format.binary ? BINARY_STEPS : undefined,
    label: axis.label || undefined,
    labelFont: panels.font(AXIS_FONT_PX),
    labelSize: axis.label ? 20 : 0,
    values: (_plot, ticks) => panels.formatTicks(format, ticks),
    size: (_plot, texts) =>
      10 + Math.max(16, ...(texts ?? []).map(text => panels.measure(text, panels.font(AXIS_FONT_PX)))),
  };
}

function buildTimeAxis(model) {
  const span = model.toSeconds - model.fromSeconds;
  return {
    stroke: cssVariable('--text'),
    font: panels.font(AXIS_FONT_PX),
    grid: { stroke: cssVariable('--grid'), width: 1 },
    ticks: { stroke: cssVariable('--grid'), size: 4, width: 1 },
    gap: 4,
    size: 26,
    space: span > 86400 ? 100 : 70,
    values: (plot, ticks, _axis, _space, step) =>
      ticks.map(at => {
        const text = panels.formatTime(at, step, span);
        const room = plot.width - plot.bbox.left / devicePixelRatio - plot.valToPos(at, 'x');
        return room < panels.measure(text, panels.font(AXIS_FONT_PX)) / 2 ? '' : text;
      }),
  };
}

function drawThresholds(plot, { mode, steps }) {
  const { ctx, bbox } = plot;
  const toPixel = value => plot.valToPos(value, 'left', true);
  const bottom = bbox.top + bbox.height;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  steps.forEach((step, index) => {
    const from = step.from === null ? bottom : toPixel(step.from);
    const to = steps[index + 1] ? toPixel(steps[index + 1].from) : bbox.top;
    if (mode.includes('area')) {
      ctx.fillStyle = withOpacity(step.color, 0.12);
      ctx.fillRect(bbox.left, to, bbox.width, from - to);
    }
    if (step.from === null || !/line|dashed/.test(mode)) return;
    ctx.strokeStyle = withOpacity(step.color, 0.8);
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash(mode.includes('dashed') ? [10 * devicePixelRatio, 10 * devicePixelRatio] : []);
    ctx.beginPath();
    ctx.moveTo(bbox.left, from);
    ctx.lineTo(bbox.left + bbox.width, from);
    ctx.stroke();
  });
  ctx.restore();
}

function attachTooltip(plot, model, values) {
  plot.over.addEventListener('mouseleave', panels.hideTooltip);
  plot.over.addEventListener('mousemove', event => {
    const at = plot.cursor.idx;
    if (at === null || at === undefined) return;
    const entries = model.series.flatMap((entry, index) => {
      const value = values[index][at];
      if (typeof value !== 'number') return [];
      return [
        { name: entry.name, color: color(entry.color), text: panels.formatNumber(entry.format, value) },
      ];
    });
    const marks = panels.annotationsNear(plot, event.offsetX);
    panels.showTooltip(event, panels.formatMoment(plot.data[0][at]), [...entries, ...marks]);
  });
}

panels.drawers.timeseries = (body, model) => {
  const chart = element('div', `chart legend-${model.legend.placement}`);
  const holder = element('div', 'plot');
  chart.append(holder);
  body.append(chart);
  if (model.legend.shown) {
    const legend = panels.buildLegend(model);
    chart.append(legend);
    const tight = model.legend.placement === 'right' && legend.offsetWidth > chart.clientWidth * 0.44;
    legend.classList.toggle('tight', tight);
  }
  const [times, ...values] = uPlot.join(model.tables.map(table => [...table]));
  const { stacked, bands } = stackValues(model.series, values);
  const uses = axis => model.series.some(entry => entry.axis === axis);
  const percent = model.series.some(entry => entry.percentStack);
  const widthPx = holder.clientWidth;
  const plot = new uPlot(
    {
      width: widthPx,
      height: holder.clientHeight,
      padding: [8, uses('right') ? 0 : 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
      scales: {
        x: { range: () => [model.fromSeconds, model.toSeconds] },
        left: buildScale(model.left, percent),
        ...(uses('right') ? { right: buildScale(model.right, percent) } : {}),
      },
      axes: [
        buildTimeAxis(model),
        buildAxis(model.left, 'left', uses('left'), percent),
        ...(uses('right') ? [buildAxis(model.right, 'right', true, percent)] : []),
      ],
      series: [{}, ...model.series.map(entry => buildSeries(entry, times.length, widthPx))],
      bands,
      hooks: {
        draw: [panels.drawAnnotations],
        drawAxes: [self => model.thresholds.mode !== 'off' && drawThresholds(self, model.thresholds)],
      },
    },
    [times, ...stacked],
    holder,
  );
  attachTooltip(plot, model, values);
};
