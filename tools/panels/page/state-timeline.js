/** Stretches of unchanged values, one line per series. */
const { element, color } = panels;

function buildSegment(segment, model) {
  const span = model.toSeconds - model.fromSeconds;
  const made = element('div', 'segment', model.showValue ? segment.text : '');
  const from = Math.max(segment.from, model.fromSeconds);
  made.style.left = `${((from - model.fromSeconds) / span) * 100}%`;
  made.style.width = `${((Math.min(segment.to, model.toSeconds) - from) / span) * 100}%`;
  made.style.background = color(segment.color);
  made.style.color = panels.readableOn(segment.color);
  made.title = `${segment.text}, ${panels.formatMoment(segment.from)} to ${panels.formatMoment(segment.to)}`;
  return made;
}

panels.drawers['state-timeline'] = (body, model) => {
  const states = element('div', 'states');
  body.append(states);
  for (const row of model.rows) {
    const line = element('div', 'line');
    line.append(...row.segments.map(segment => buildSegment(segment, model)));
    states.append(element('div', 'name', row.name), line);
  }
  const first = states.querySelector('.line');
  if (!first) return;
  const ticks = element('div', 'ticks');
  ticks.style.marginLeft = `${first.offsetLeft - states.offsetLeft}px`;
  const span = model.toSeconds - model.fromSeconds;
  for (const { at, text } of panels.timeTicks(model.fromSeconds, model.toSeconds, first.clientWidth)) {
    const tick = element('span', '', text);
    tick.style.left = `${((at - model.fromSeconds) / span) * 100}%`;
    ticks.append(tick);
  }
  body.append(ticks);
};
