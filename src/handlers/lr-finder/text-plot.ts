import type { Curve, CurvePoint } from './curve-plot';

const POINT = '•';
const SUGGESTED = '◆';

/** The curve of a search in characters, over the rates of the first parameter group. */
export function textCurve({ points, suggestion }: Curve, { columns, rows, logLr }: { columns: number; rows: number; logLr: boolean }): string {
  const rate = ({ lr: [first = NaN] }: CurvePoint): number => (logLr ? Math.log(first) : first);
  const losses = points.map(({ loss }) => loss);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const labels = [short(high), short(low)];
  const margin = Math.max(...labels.map((label) => label.length));
  const width = columns - margin - 2;
  const across = scale(points.map(rate), width - 1);
  const up = scale(losses, rows - 1);

  const grid = Array.from({ length: rows }, () => Array.from({ length: width }, () => ' '));
  const put = (point: CurvePoint, mark: string): void => {
    const row = grid[rows - 1 - up(point.loss)];
    if (row !== undefined) row[across(rate(point))] = mark;
  };
  for (const point of points) put(point, POINT);
  if (suggestion !== undefined) put(suggestion, SUGGESTED);

  const lines = grid.map((row, index) => {
    const label = index === 0 ? labels[0] : index === rows - 1 ? labels[1] : undefined;
    return `${(label ?? '').padStart(margin)} ${label === undefined ? '│' : '┤'}${row.join('').trimEnd()}`;
  });
  const indent = ' '.repeat(margin + 2);
  const [from, to] = [points[0], points.at(-1)].map((point) => short(point?.lr[0] ?? NaN));
  const axis = `${indent}${from ?? ''}${(to ?? '').padStart(width - (from ?? '').length)}`;
  const caption = `${indent}loss over learning rate${logLr ? ', logarithmic' : ''}${suggestion === undefined ? '' : `; ${SUGGESTED} suggested: ${suggestion.lr.map(short).join(', ')}`}`;
  return [...lines, `${' '.repeat(margin + 1)}└${'─'.repeat(width)}`, axis, caption].join('\n');
}

/** Where a value lies on a line of cells, 0 to `last`. */
function scale(values: readonly number[], last: number): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const extent = high - low;
  return (value) => (extent > 0 ? Math.round(((value - low) / extent) * last) : 0);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
