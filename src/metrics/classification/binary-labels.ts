import { ShapeError } from '../../errors';

const MEND = 'Targets are labels; scores come first, in yPred.';

/**
 * The distinct labels of targets, in ascending order.
 *
 * @throws ShapeError for numbers that are not whole, and for more than `limit` labels
 */
export function labelsIn(owner: string, targets: ArrayLike<number>, limit = Infinity): readonly number[] {
  const bits = limit >= 2 ? bitsIn(targets) : undefined;
  if (bits !== undefined) return bits;
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

/** Which of 0 and 1 there are; nothing when there are other labels. Without a branch in the loop, since labels cannot be guessed. */
function bitsIn(targets: ArrayLike<number>): readonly number[] | undefined {
  let ones = 0;
  let others = 0;
  for (let index = 0; index < targets.length; index++) {
    const label = targets[index] ?? NaN;
    const other = label * (label - 1);
    ones += label;
    others += other * other;
  }
  if (others !== 0) return undefined;
  return [0, 1].filter((label) => (label === 0 ? ones < targets.length : ones > 0));
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
