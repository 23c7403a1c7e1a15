/**
 * The script of the page, for what paper cannot do: values under the pointer, another axis, sorting, another theme, and, while the run
 * goes on, looking for a newer page. It reads numbers from data blocks and makes no markup of texts. Without it the page shows the same.
 */
export const PAGE_SCRIPT = `'use strict';
(() => {
const root = document.documentElement;
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
// A page opened from a file may be refused its storage.
const recall = (key) => { try { return sessionStorage.getItem('report-' + key); } catch { return null; } };
const keep = (key, value) => { try { sessionStorage.setItem('report-' + key, value); } catch {} };

if (recall('theme')) root.dataset.theme = recall('theme');

function addTheme(button) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const isDark = getComputedStyle(root).colorScheme === 'dark';
    root.dataset.theme = isDark ? 'light' : 'dark';
    keep('theme', root.dataset.theme);
  });
}

function addToggle(button) {
  const name = button.dataset.toggle;
  const needed = { smooth: '.has-smooth', log: '.has-log', mistakes: '.card.wrong' }[name];
  if (!document.querySelector(needed)) return;
  button.hidden = false;
  const set = (value) => { button.setAttribute('aria-pressed', value); document.body.dataset[name] = value; keep(name, value); };
  if (recall(name)) set(recall(name));
  button.addEventListener('click', () => set(button.getAttribute('aria-pressed') === 'true' ? 'false' : 'true'));
}

function format(value) {
  if (typeof value === 'string') return value;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2).replace(/\\.?0+e/, 'e').replace('e+', 'e').replaceAll('-', '\\u2212');
  if (Number.isInteger(value)) return String(value).replace(/\\B(?=(\\d{3})+$)/g, '\\u202f').replace('-', '\\u2212');
  return value.toFixed(size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4).replace('-', '\\u2212');
}

function addCursor(figure) {
  const svg = figure.querySelector('svg[role=img]');
  const data = JSON.parse(figure.querySelector('script').textContent);
  const outputs = all('.legend output', figure);
  const before = outputs.map((output) => output.textContent);
  const make = (name, parent) => parent.appendChild(document.createElementNS('http://www.w3.org/2000/svg', name));
  const place = ([low, high, from, to], value, through = Number) => from + (through(value) - through(low)) / (through(high) - through(low)) * (to - from);
  const width = svg.viewBox.baseVal.width;
  let cursor, at;

  const hide = () => {
    cursor?.remove();
    cursor = at = undefined;
    outputs.forEach((output, index) => { output.textContent = before[index]; });
  };
  const show = (pixel) => {
    const [low, high, from, to] = data.x;
    at = Math.min(to, Math.max(from, pixel));
    const step = low + (at - from) / (to - from) * (high - low);
    cursor?.remove();
    cursor = make('g', svg);
    cursor.setAttribute('class', 'cursor');
    const line = make('line', cursor);
    const isLog = data.log && document.body.dataset.log === 'true';
    let nearest;
    data.curves.forEach((curve, index) => {
      let best = 0;
      curve.x.forEach((x, point) => { if (Math.abs(x - step) < Math.abs(curve.x[best] - step)) best = point; });
      const [x, y] = [curve.x[best], curve.y[best]];
      if (nearest === undefined || Math.abs(x - step) < Math.abs(nearest - step)) nearest = x;
      outputs[index].textContent = format(y);
      if (typeof y !== 'number') return;
      const dot = make('circle', cursor);
      dot.setAttribute('class', 's' + curve.colour);
      dot.setAttribute('cx', place(data.x, x));
      dot.setAttribute('cy', isLog ? place(data.log, y, Math.log10) : place(data.linear, y));
      dot.setAttribute('r', 4);
    });
    const x = place(data.x, nearest);
    Object.entries({ x1: x, x2: x, y1: data.linear[2], y2: data.linear[3] }).forEach(([name, value]) => line.setAttribute(name, value));
    outputs.at(-1).textContent = String(Number(nearest.toFixed(2)));
  };
  const move = (event) => { const box = svg.getBoundingClientRect(); show((event.clientX - box.left) / box.width * width); };
  svg.addEventListener('pointermove', move);
  svg.addEventListener('pointerdown', move);
  svg.addEventListener('pointerleave', hide);
  svg.addEventListener('blur', hide);
  svg.addEventListener('keydown', (event) => {
    const [from, to] = data.x.slice(2);
    const pixel = { ArrowLeft: (at ?? to) - (to - from) / 50, ArrowRight: (at ?? from) + (to - from) / 50, Home: from, End: to }[event.key];
    if (pixel === undefined) return;
    event.preventDefault();
    show(pixel);
  });
}

function addSorting(button) {
  button.addEventListener('click', () => {
    const head = button.closest('th');
    const isText = head.cellIndex === 0;
    const rises = isText ? head.getAttribute('aria-sort') !== 'ascending' : head.getAttribute('aria-sort') === 'descending';
    all('th', head.parentNode).forEach((other) => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', rises ? 'ascending' : 'descending');
    const key = (row) => isText ? row.cells[0].textContent : Number(row.cells[head.cellIndex].dataset.value);
    const body = head.closest('table').tBodies[0];
    const order = (a, b) => isText ? key(a).localeCompare(key(b), 'en', { numeric: true }) : key(a) - key(b);
    body.append(...all('tr', body).sort((a, b) => rises ? order(a, b) : order(b, a)));
  });
}

document.addEventListener('DOMContentLoaded', () => {
  all('.theme').forEach(addTheme);
  all('[data-toggle]').forEach(addToggle);
  all('.chart').forEach(addCursor);
  all('[data-sort]').forEach(addSorting);
  // Whoever reads or marks something is not to be disturbed.
  const follow = () => {
    const isIdle = document.visibilityState === 'visible' && String(getSelection()) === '' && !document.querySelector('.cursor');
    if (isIdle) location.reload();
    else setTimeout(follow, 5000);
  };
  if (document.body.dataset.status === 'running') setTimeout(follow, 20000);
});
})();
`;
