/** Heatmaps of histogram buckets on a canvas. */
const { element } = panels;
const FONT_PX = 12;
const BOTTOM_PX = 24;
const TEXT_HEIGHT_PX = 18;

function mix(colors, share) {
  const position = Math.min(1, Math.max(0, share)) * (colors.length - 1);
  const index = Math.min(Math.floor(position), colors.length - 2);
  const channel = (hex, at) => Number.parseInt(hex.slice(1 + 2 * at, 3 + 2 * at), 16);
  const mixed = [0, 1, 2].map(at => {
    const start = channel(colors[index], at);
    return Math.round(start + (channel(colors[index + 1], at) - start) * (position - index));
  });
  return `rgb(${mixed.join(',')})`;
}

function buildRamp(model) {
  const colors = panels.isLight() ? model.colors.toReversed() : model.colors;
  return count => mix(colors, (count / (model.largest || 1)) ** model.exponent);
}

function layOut(model, widthPx, heightPx) {
  const left = 10 + Math.max(...model.buckets.map(name => panels.measure(name, panels.font(FONT_PX))));
  const plotWidth = widthPx - left - 8;
  const plotHeight = heightPx - BOTTOM_PX - 4;
  const span = model.toSeconds - model.fromSeconds;
  return {
    left,
    top: 4,
    plotWidth,
    plotHeight,
    rowHeight: plotHeight / model.buckets.length,
    toX: seconds => left + ((seconds - model.fromSeconds) / span) * plotWidth,
  };
}

function drawCells(context, model, place, ramp) {
  const cellWidth = (model.stepSeconds / (model.toSeconds - model.fromSeconds)) * place.plotWidth;
  const gap = cellWidth > 4 ? 1 : 0;
  context.save();
  context.beginPath();
  context.rect(place.left, place.top, place.plotWidth, place.plotHeight);
  context.clip();
  model.counts.forEach((counts, bucket) => {
    const y = place.top + place.plotHeight - (bucket + 1) * place.rowHeight;
    counts.forEach((count, at) => {
      if (!count) return;
      context.fillStyle = ramp(count);
      // A sample covers the step that ends at its time.
      context.fillRect(place.toX(model.times[at]) - cellWidth, y, cellWidth - gap + 0.3, place.rowHeight - 1);
    });
  });
  context.restore();
}

function drawAxes(context, model, place, heightPx) {
  context.font = panels.font(FONT_PX);
  context.fillStyle = panels.cssVariable('--text');
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const every = Math.max(1, Math.ceil(TEXT_HEIGHT_PX / place.rowHeight));
  model.buckets.forEach((name, bucket) => {
    if (bucket % every !== 0) return;
    const y = place.top + place.plotHeight - (bucket + 0.5) * place.rowHeight;
    context.fillText(name, place.left - 6, y);
  });
  context.textAlign = 'center';
  for (const { at, text } of panels.timeTicks(model.fromSeconds, model.toSeconds, place.plotWidth)) {
    context.fillText(text, place.toX(at), heightPx - 10);
  }
}

function buildScale(model, ramp) {
  const scale = element('div', 'legend');
  const list = element('ul');
  const bar = element('i', 'swatch');
  const stops = [0, 0.1, 0.25, 0.5, 0.75, 1].map(share => `${ramp(share * model.largest)} ${share * 100}%`);
  bar.style.cssText = 'width: 160px; height: 8px; margin: 0';
  bar.style.background = `linear-gradient(90deg, ${stops.join(', ')})`;
  const items = [0, model.largest].map(count => element('li', '', panels.formatNumber(model.format, count)));
  const middle = element('li');
  middle.append(bar);
  list.style.gap = '8px';
  list.append(items[0], middle, items[1]);
  scale.append(list);
  return scale;
}

function attachTooltip(canvas, model, place, ramp) {
  canvas.addEventListener('mouseleave', panels.hideTooltip);
  canvas.addEventListener('mousemove', event => {
    const box = canvas.getBoundingClientRect();
    const bucket = Math.floor((place.top + place.plotHeight - (event.clientY - box.top)) / place.rowHeight);
    const share = (event.clientX - box.left - place.left) / place.plotWidth;
    const seconds = model.fromSeconds + share * (model.toSeconds - model.fromSeconds);
    const at = model.times.findIndex(time => time >= seconds);
    const count = model.counts[bucket]?.[at];
    if (count === undefined || count === null) return panels.hideTooltip();
    const name = `≤ ${model.buckets[bucket]}`;
    const entry = { name, color: ramp(count), text: panels.formatNumber(model.format, count) };
    panels.showTooltip(event, panels.formatMoment(model.times[at]), [entry]);
  });
}

panels.drawers.heatmap = (body, model) => {
  const chart = element('div', 'chart');
  const holder = element('div', 'plot');
  const ramp = buildRamp(model);
  chart.append(holder);
  if (model.showLegend) chart.append(buildScale(model, ramp));
  body.append(chart);
  const { clientWidth: widthPx, clientHeight: heightPx } = holder;
  const canvas = element('canvas');
  canvas.width = widthPx * devicePixelRatio;
  canvas.height = heightPx * devicePixelRatio;
  canvas.style.cssText = `width: ${widthPx}px; height: ${heightPx}px; display: block`;
  const context = canvas.getContext('2d');
  context.scale(devicePixelRatio, devicePixelRatio);
  const place = layOut(model, widthPx, heightPx);
  drawCells(context, model, place, ramp);
  drawAxes(context, model, place, heightPx);
  holder.append(canvas);
  attachTooltip(canvas, model, place, ramp);
};
