import type { AllRows } from '../epoch-pairs';

/** How many columns `[examples]` or `[examples, columns]` has. */
export function columnsOf({ shape }: { readonly shape: readonly number[] }): number {
  return shape[1] ?? 1;
}

/** One column; not the caller's to change. */
export function columnOf({ shape, data }: AllRows, index: number): Float64Array {
  const columns = columnsOf({ shape });
  if (columns === 1) return data;
  const column = new Float64Array(shape[0] ?? 0);
  for (let row = 0, at = index; row < column.length; row++, at += columns) column[row] = data[at] ?? NaN;
  return column;
}

/** The mean of what a function gives for each column. */
export function meanOverColumns(columns: number, valueOf: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < columns; index++) sum += valueOf(index);
  return sum / columns;
}
