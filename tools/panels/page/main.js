/** Draws every panel, again whenever the theme or the width changes. */
const { data, drawers, element } = panels;

function drawPanel(body, model) {
  body.replaceChildren();
  try {
    drawers[model.type](body, model);
  } catch (error) {
    body.replaceChildren(element('div', 'message', `Drawing failed: ${error.message}`));
    body.closest('.panel').dataset.status = 'error';
  }
}

function drawAll() {
  panels.hideTooltip();
  for (const body of document.querySelectorAll('.body[data-index]')) {
    const model = data.models[Number(body.dataset.index)];
    if (model) drawPanel(body, model);
  }
  document.documentElement.dataset.drawn = 'true';
}

document.getElementById('theme').addEventListener('click', () => {
  document.documentElement.dataset.theme = panels.isLight() ? 'dark' : 'light';
  drawAll();
});
let lastWidth = innerWidth;
addEventListener('resize', () => {
  if (innerWidth === lastWidth) return;
  lastWidth = innerWidth;
  drawAll();
});
drawAll();
