/** Dials: a thick arc for the value, a thin one for the thresholds. */
const { element, svg, color } = panels;
const START_DEGREES = -115;
const SWEEP_DEGREES = 230;
const CENTER = { x: 100, y: 92 };

function pointAt(share, radius) {
  const radians = ((START_DEGREES + SWEEP_DEGREES * share - 90) * Math.PI) / 180;
  return { x: CENTER.x + radius * Math.cos(radians), y: CENTER.y + radius * Math.sin(radians) };
}

function arc(from, to, radius, stroke, width) {
  const start = pointAt(from, radius);
  const end = pointAt(to, radius);
  const large = (to - from) * SWEEP_DEGREES > 180 ? 1 : 0;
  const d = `M${start.x} ${start.y}A${radius} ${radius} 0 ${large} 1 ${end.x} ${end.y}`;
  return svg('path', { d, fill: 'none', stroke, 'stroke-width': width });
}

function label(text, x, y, size, fill, anchor = 'middle') {
  const made = svg('text', { x, y, fill, 'font-size': size, 'text-anchor': anchor });
  made.textContent = text;
  return made;
}

function valueLabel({ prefix, text, suffix }, fill) {
  const whole = prefix + text + suffix;
  const size = Math.min(34, 116 / Math.max(1, panels.measure(whole, `500 ${panels.font(1)}`)));
  const made = label(prefix + text, CENTER.x, CENTER.y + size * 0.3, size, fill);
  made.setAttribute('font-weight', '500');
  const unit = svg('tspan', { 'font-size': size * 0.65 });
  unit.textContent = suffix;
  made.append(unit);
  return made;
}

function buildDial(dial, model, withName) {
  const drawing = svg('svg', { viewBox: '0 0 200 168', preserveAspectRatio: 'xMidYMid meet' });
  drawing.append(arc(0, 1, 68, panels.cssVariable('--track'), 22));
  if (dial.share > 0) drawing.append(arc(0, dial.share, 68, color(dial.color), 22));
  if (model.showMarkers) {
    for (const band of dial.bands) {
      if (band.to > band.from) drawing.append(arc(band.from, band.to, 83, color(band.color), 4));
    }
  }
  drawing.append(valueLabel(dial.value, color(dial.color)));
  const muted = panels.cssVariable('--muted');
  if (model.showLabels) {
    drawing.append(label(dial.minText, 38, 142, 11, muted), label(dial.maxText, 162, 142, 11, muted));
  }
  if (withName) drawing.append(label(dial.name, CENTER.x, 162, 14, panels.cssVariable('--text')));
  return drawing;
}

panels.drawers.gauge = (body, model) => {
  const holder = element('div', 'dials');
  for (const dial of model.dials) holder.append(buildDial(dial, model, model.dials.length > 1));
  body.append(holder);
};
