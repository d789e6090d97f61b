/** Tables with coloured cells and bars. */
const { element, color } = panels;

function barCell(cell) {
  const holder = element('div', 'cell-bar');
  const track = element('div', 'track unfilled');
  const fill = element('div', 'fill');
  fill.style.width = `${cell.share * 100}%`;
  fill.style.background = color(cell.color);
  track.append(fill);
  const text = element('span', '', cell.text);
  text.style.color = color(cell.color);
  holder.append(track, text);
  return holder;
}

function fillCell(target, cell) {
  target.title = cell.text;
  if (cell.share !== undefined) {
    target.append(barCell(cell));
    return;
  }
  target.textContent = cell.text;
  if (cell.color) target.style.color = color(cell.color);
  if (cell.background) {
    target.style.background = color(cell.background);
    target.style.color = panels.readableOn(cell.background);
  }
}

panels.drawers.table = (body, model) => {
  const scroller = element('div', 'scroller');
  const table = element('table', 'data');
  if (model.showHeader) {
    const head = table.createTHead().insertRow();
    for (const column of model.columns) {
      const cell = element('th', '', column.name);
      cell.style.textAlign = column.align;
      if (column.widthPx) cell.style.width = `${column.widthPx}px`;
      head.append(cell);
    }
  }
  const lines = table.createTBody();
  for (const row of model.rows) {
    const line = lines.insertRow();
    row.forEach((cell, index) => {
      const target = line.insertCell();
      target.style.textAlign = model.columns[index].align;
      fillCell(target, cell);
    });
  }
  scroller.append(table);
  body.append(scroller);
};
