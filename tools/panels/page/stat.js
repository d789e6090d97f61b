/** Big numbers, each with a line of its past behind it. */
const { element, svg, color, withOpacity } = panels;
const LARGEST_VALUE_PX = 64;
const SUFFIX_SIZE = 0.6;
/** Height of the line behind a number, as a share of its card. */
const LINE_SHARE = 0.4;
/** Cards lower than this have the name beside the value. */
const FLAT_PX = 56;

function hasLine(card) {
  return card.sparkline?.values.some(value => value !== null) === true;
}

/** Path of a line through the values in a box of 100 × 100; gaps are left out. */
function linePath(values) {
  const found = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const low = Math.min(...found.map(point => point.value));
  const span = Math.max(...found.map(point => point.value)) - low || 1;
  const points = found.map(({ value, index }) => {
    const x = (index / Math.max(1, values.length - 1)) * 100;
    return `${x.toFixed(2)} ${(96 - ((value - low) / span) * 88).toFixed(2)}`;
  });
  const first = ((found[0]?.index ?? 0) / Math.max(1, values.length - 1)) * 100;
  const last = ((found.at(-1)?.index ?? 0) / Math.max(1, values.length - 1)) * 100;
  return { line: `M${points.join('L')}`, area: `M${first} 100L${points.join('L')}L${last} 100Z` };
}

function buildLine({ values }, stroke, fill, heightPx) {
  const { line, area } = linePath(values);
  const drawing = svg('svg', { viewBox: '0 0 100 100', preserveAspectRatio: 'none', height: heightPx });
  drawing.append(svg('path', { d: area, fill }));
  const path = {
    d: line,
    fill: 'none',
    stroke,
    'stroke-width': 1.5,
    'vector-effect': 'non-scaling-stroke',
  };
  drawing.append(svg('path', path));
  return drawing;
}

function fitValue({ prefix, text, suffix }, widthPx, heightPx) {
  const reference = 100;
  const font = `500 ${panels.font(reference)}`;
  const wide = panels.measure(prefix + text, font) + panels.measure(suffix, font) * SUFFIX_SIZE;
  return Math.max(12, Math.min(LARGEST_VALUE_PX, (reference * widthPx * 0.94) / wide, heightPx / 1.2));
}

function paint(box, card, colorMode) {
  if (!colorMode.startsWith('background')) {
    return {
      text: color(colorMode === 'none' ? 'text' : card.color),
      name: color('text'),
      line: card.color,
    };
  }
  const text = panels.readableOn(card.color);
  const solid = color(card.color);
  box.style.background =
    colorMode === 'background_solid'
      ? solid
      : `linear-gradient(120deg, ${withOpacity(card.color, 0.85)}, ${solid})`;
  return { text, name: text, line: text };
}

function addText(box, className, text, sizePx, fill) {
  const made = typeof text === 'string' ? element('div', className, text) : panels.valueElement(text);
  made.style.fontSize = `${sizePx}px`;
  made.style.color = fill;
  box.append(made);
}

function drawCard(box, card, model, sizes) {
  const style = paint(box, card, model.colorMode);
  const onBackground = model.colorMode.startsWith('background');
  const centered = model.justify === 'center' || (model.justify === 'auto' && model.cards.length === 1);
  if (centered) box.classList.add('centered');
  if (sizes.flat) box.classList.add('flat');
  else if (hasLine(card)) box.classList.add('with-line');
  if (model.showName) addText(box, 'name', card.name, sizes.name, style.name);
  if (model.showValue) addText(box, 'value', card.value, sizes.value, style.text);
  if (sizes.flat || !hasLine(card)) return;
  const stroke = onBackground ? withOpacity(style.line, 0.7) : color(style.line);
  const fill = withOpacity(style.line, onBackground ? 0.25 : 0.2);
  box.append(buildLine(card.sparkline, stroke, fill, box.clientHeight * LINE_SHARE));
}

/** All cards of a panel are written in one size: the largest that fits every one. */
function fitSizes(model, box) {
  const { clientHeight: heightPx, clientWidth: widthPx } = box;
  const flat = model.showName && heightPx < FLAT_PX;
  const name = model.showName ? Math.max(12, Math.min(18, heightPx * 0.18)) : 0;
  const lineShare = !flat && model.cards.some(hasLine) ? LINE_SHARE : 0.1;
  const free = heightPx * (1 - lineShare) - (flat ? 0 : name * 1.2);
  const fitting = model.cards.map(card => fitValue(card.value, widthPx * (flat ? 0.5 : 1) - 16, free));
  return { flat, name, value: Math.min(...fitting) };
}

panels.drawers.stat = (body, model) => {
  const wide = body.clientWidth > body.clientHeight * 1.4;
  const across = model.orientation === 'auto' ? wide : model.orientation === 'vertical';
  const holder = element('div', across ? 'cards' : 'cards down');
  const boxes = model.cards.map(() => element('div', 'card'));
  holder.append(...boxes);
  body.append(holder);
  const sizes = fitSizes(model, boxes[0]);
  boxes.forEach((box, index) => {
    drawCard(box, model.cards[index], model, sizes);
  });
};
