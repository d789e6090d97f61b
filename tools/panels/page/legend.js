/** Legends of charts: a list or a table, below or at the right. */
const { element, color } = panels;

function nameElement(tag, entry) {
  const made = element(tag, 'name');
  const swatch = element('i', 'swatch');
  swatch.style.background = color(entry.color);
  made.append(swatch, entry.name);
  made.title = entry.name;
  return made;
}

function buildList(entries, calculations) {
  const list = element('ul');
  for (const entry of entries) {
    const item = nameElement('li', entry);
    entry.calculations.forEach((text, index) => {
      item.append(element('span', 'calculation', `${calculations[index]}: ${text}`));
    });
    list.append(item);
  }
  return list;
}

function buildTable(entries, calculations) {
  const table = element('table');
  const head = table.createTHead().insertRow();
  for (const text of ['Name', ...calculations]) head.append(element('th', '', text));
  const body = table.createTBody();
  for (const entry of entries) {
    const row = body.insertRow();
    row.append(nameElement('td', entry));
    for (const text of entry.calculations) row.append(element('td', '', text));
  }
  return table;
}

panels.buildLegend = model => {
  const entries = model.legend.order.map(index => model.series[index]).filter(series => series.inLegend);
  const legend = element('div', 'legend');
  const build = model.legend.table ? buildTable : buildList;
  legend.append(build(entries, model.legend.calculations));
  return legend;
};
