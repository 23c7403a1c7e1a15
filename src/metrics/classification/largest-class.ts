import type { ClassInputs } from './class-inputs';

/**
 * The class with the largest score for each example, the first one of equals: `[outer * inner]`.
 *
 * A score that is NaN is larger than none, and none is larger than it.
 */
export function largestClasses({ classes, outer, inner }: Pick<ClassInputs, 'classes' | 'outer' | 'inner'>, scores: ArrayLike<number>): Int32Array {
  return inner === 1 ? alongRows(classes, outer, scores) : acrossPlanes(classes, outer, inner, scores);
}

/** The scores of an example lie side by side, the common case. */
function alongRows(classes: number, rows: number, scores: ArrayLike<number>): Int32Array {
  const labels = new Int32Array(rows);
  let start = 0;
  for (let row = 0; row < rows; row++) {
    const end = start + classes;
    let best = scores[start] ?? NaN;
    let bestAt = start;
    for (let at = start + 1; at < end; at++) {
      const score = scores[at] ?? NaN;
      if (score > best) {
        best = score;
        bestAt = at;
      }
    }
    labels[row] = bestAt - start;
    start = end;
  }
  return labels;
}

/** The scores of a class lie side by side: goes through memory in its order, with the best of each position so far. */
function acrossPlanes(classes: number, outer: number, inner: number, scores: ArrayLike<number>): Int32Array {
  const labels = new Int32Array(outer * inner);
  const best = new Float64Array(inner);
  let at = 0;
  for (let first = 0; first < labels.length; first += inner) {
    for (let position = 0; position < inner; position++) best[position] = scores[at++] ?? NaN;
    for (let label = 1; label < classes; label++) {
      for (let position = 0; position < inner; position++) {
        const score = scores[at++] ?? NaN;
        if (score > (best[position] ?? NaN)) {
          best[position] = score;
          labels[first + position] = label;
        }
      }
    }
  }
  return labels;
}
