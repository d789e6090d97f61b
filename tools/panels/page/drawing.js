/** What all drawing scripts share: elements, colours of the theme, numbers, times and the tooltip. */
const data = JSON.parse(document.getElementById('data').textContent);
const isLight = () => document.documentElement.dataset.theme === 'light';
const tooltip = document.getElementById('tooltip');

/** Makes an element; text is always set as text, whatever it contains. */
function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function svg(tag, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** The colour behind a name of the dashboard, e.g. `semi-dark-red`, in the current theme. */
function color(name) {
  if (name === 'text') return cssVariable('--text');
  const palette = data.palettes[isLight() ? 'light' : 'dark'];
  return Object.hasOwn(palette, name) ? palette[name] : name;
}

function cssVariable(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const painter = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

function channels(name) {
  painter.clearRect(0, 0, 1, 1);
  painter.fillStyle = color(name);
  painter.fillRect(0, 0, 1, 1);
  return painter.getImageData(0, 0, 1, 1).data;
}

/** A colour of any form with an opacity of 0 to 1. */
function withOpacity(name, opacity) {
  const [red, green, blue, alpha] = channels(name);
  return `rgba(${red}, ${green}, ${blue}, ${(opacity * alpha) / 255})`;
}

/** Black or white, whichever is readable on a colour. */
function readableOn(name) {
  const [red, green, blue] = channels(name);
  return red * 0.299 + green * 0.587 + blue * 0.114 > 150 ? '#111217' : '#ffffff';
}

/** A value with a smaller suffix. */
function valueElement({ prefix, text, suffix }) {
  const made = element('div', 'value');
  made.append(prefix + text);
  if (suffix) made.append(element('small', '', suffix));
  return made;
}

const pad = number => String(number).padStart(2, '0');

/** A time of day, with the date or the seconds where the distance between ticks needs them. */
function formatTime(seconds, stepSeconds, spanSeconds) {
  const date = new Date(seconds * 1000);
  const day = `${pad(date.getMonth() + 1)}/${pad(date.getDate())}`;
  if (stepSeconds >= 86400) return day;
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  const exact = stepSeconds < 60 ? `${clock}:${pad(date.getSeconds())}` : clock;
  return spanSeconds > 86400 ? `${day} ${exact}` : exact;
}

function formatMoment(seconds) {
  const date = new Date(seconds * 1000);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

const STEPS_SECONDS = [
  1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400,
];

/** Round times between two ends, about one per 90 pixels. */
function timeTicks(from, to, widthPx) {
  const span = to - from;
  const wanted = span / Math.max(2, widthPx / 90);
  const step = STEPS_SECONDS.find(candidate => candidate >= wanted) ?? Math.ceil(wanted / 86400) * 86400;
  const offset = new Date(from * 1000).getTimezoneOffset() * 60;
  const ticks = [];
  for (let at = Math.ceil((from - offset) / step) * step + offset; at <= to; at += step) {
    const text = formatTime(at, step, span);
    const room = Math.min(at - from, to - at) * (widthPx / span);
    if (room >= measure(text, font(12)) / 2) ticks.push({ at, text });
  }
  return ticks;
}

/** Shows the tooltip beside the pointer: a title and lines of colour, name and value. */
function showTooltip(event, title, entries) {
  tooltip.replaceChildren(element('div', 'time', title));
  for (const entry of entries) {
    const line = element('div', 'entry');
    const name = element('span');
    const swatch = element('i', 'swatch');
    swatch.style.background = entry.color;
    name.append(swatch, entry.name);
    line.append(name, element('b', '', entry.text));
    tooltip.append(line);
  }
  tooltip.style.display = 'block';
  const { width, height } = tooltip.getBoundingClientRect();
  const left = event.clientX + 16 + width > innerWidth ? event.clientX - width - 16 : event.clientX + 16;
  tooltip.style.left = `${Math.max(4, left)}px`;
  tooltip.style.top = `${Math.max(4, Math.min(event.clientY + 12, innerHeight - height - 4))}px`;
}

function hideTooltip() {
  tooltip.style.display = 'none';
}

/** Width of a text in pixels at a font. */
function measure(text, font) {
  painter.font = font;
  return painter.measureText(text).width;
}

function font(sizePx) {
  return `${sizePx}px ${getComputedStyle(document.body).fontFamily}`;
}

const drawers = {};
globalThis.panels = {
  data,
  drawers,
  isLight,
  element,
  svg,
  color,
  cssVariable,
  withOpacity,
  readableOn,
  valueElement,
  formatTime,
  formatMoment,
  timeTicks,
  showTooltip,
  hideTooltip,
  measure,
  font,
};
