import { ShapeError } from '../../errors';

const MEND = 'Targets are labels; scores come first, in yPred.';

/**
 * The distinct labels of targets, in ascending order.
 *
 * @throws ShapeError for numbers that are not whole, and for more than `limit` labels
 */
export function labelsIn(owner: string, targets: ArrayLike<number>, limit = Infinity): readonly number[] {
  const labels = new Set<number>();
  // Most targets are one of the two labels before: those cost no look-up.
  let last = NaN;
  let other = NaN;
  for (let index = 0; index < targets.length; index++) {
    const label = targets[index] ?? NaN;
    if (label === last || label === other) continue;
    if (!Number.isInteger(label)) throw new ShapeError({ owner, expected: 'whole numbers as labels', got: label, mend: MEND });
    labels.add(label);
    if (labels.size > limit) throw new ShapeError({ owner, expected: `at most ${limit} different labels`, got: [...labels], mend: MEND });
    other = last;
    last = label;
  }
  return [...labels].sort((a, b) => a - b);
}

/**
 * Refuses labels that do not say by themselves which examples are positive: other than 0 and 1, or -1 and 1.
 *
 * @throws ShapeError
 */
export function checkBinaryLabels(owner: string, labels: readonly number[]): void {
  if ([0, -1].some((negative) => labels.every((label) => label === negative || label === 1))) return;
  throw new ShapeError({ owner, expected: 'labels 0 and 1, or -1 and 1', got: labels, mend: MEND });
}
