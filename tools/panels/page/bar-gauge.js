/** Bars on a scale: with a gradient, in cells like an LCD, or plain. */
const { element, color, withOpacity } = panels;
const CELL_PX = 12;

function bandColor(bar, share) {
  return bar.bands.findLast(band => share >= band.from)?.color ?? bar.color;
}

function buildCells(bar, lengthPx) {
  const cells = element('div', 'cells');
  const count = Math.max(4, Math.floor(lengthPx / CELL_PX));
  for (let index = 0; index < count; index++) {
    const cell = element('i');
    const share = index / count;
    const lit = share < bar.share;
    cell.style.background = lit ? color(bandColor(bar, share)) : withOpacity(bandColor(bar, share), 0.15);
    cells.append(cell);
  }
  return cells;
}

function gradient(bar, vertical) {
  const reached = bar.bands.filter(band => band.from < bar.share);
  const stops = reached.map(band => `${color(band.color)} ${((band.from / bar.share) * 100).toFixed(1)}%`);
  if (stops.length < 2)
    return `linear-gradient(${vertical ? 0 : 90}deg, ${withOpacity(bar.color, 0.45)}, ${color(bar.color)})`;
  return `linear-gradient(${vertical ? 0 : 90}deg, ${stops.join(', ')})`;
}

function buildFill(bar, model) {
  const fill = element('div', 'fill');
  fill.style[model.vertical ? 'height' : 'width'] = `${bar.share * 100}%`;
  if (model.displayMode === 'basic') {
    fill.style.background = withOpacity(bar.color, 0.35);
    fill.style[model.vertical ? 'borderTop' : 'borderRight'] = `2px solid ${color(bar.color)}`;
  } else {
    fill.style.background = gradient(bar, model.vertical);
  }
  return fill;
}

panels.drawers.bargauge = (body, model) => {
  const holder = element('div', model.vertical ? 'bars upright' : 'bars');
  body.append(holder);
  for (const bar of model.bars) {
    const line = element('div', 'bar');
    const name = element('div', 'name', bar.name);
    name.title = bar.name;
    const track = element('div', model.showUnfilled ? 'track unfilled' : 'track');
    const value = panels.valueElement(bar.value);
    value.style.color = color(bar.color);
    line.append(name, track, value);
    holder.append(line);
    const lcd = model.displayMode === 'lcd';
    if (lcd) track.classList.remove('unfilled');
    track.append(
      lcd ? buildCells(bar, model.vertical ? track.clientHeight : track.clientWidth) : buildFill(bar, model),
    );
  }
};
