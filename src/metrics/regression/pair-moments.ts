import { forEachBlock, pairBlock } from './pair-block';

/**
 * How many pairs there are, a pivot for each side, and the sums of the distances from it, of their squares and of their products.
 *
 * The pivots are the first pair. Without them, the sums of squares would be far larger than what is left of them once the mean is taken off, and
 * rounding would eat the rest; as the first pair is one of the data, it is no farther from the mean than `sqrt(count)` standard deviations.
 */
export interface PairSums {
  readonly count: number;
  readonly pivotP: number;
  readonly pivotY: number;
  readonly p: number;
  readonly y: number;
  readonly pp: number;
  readonly yy: number;
  readonly py: number;
}

/** Means of predictions and targets, and sums of the squares and of the products of the distances from them. */
export interface PairMoments {
  readonly count: number;
  readonly meanP: number;
  readonly meanY: number;
  readonly pp: number;
  readonly yy: number;
  readonly py: number;
}

/** The sums of no pairs. */
export const noPairs: PairSums = { count: 0, pivotP: 0, pivotY: 0, p: 0, y: 0, pp: 0, yy: 0, py: 0 };

/** The sums of pairs, about those pivots if they are given. */
export function sumsOf(yPred: ArrayLike<number>, y: ArrayLike<number>, { count, pivotP, pivotY }: PairSums = noPairs): PairSums {
  const { length } = y;
  const fromP = count > 0 ? pivotP : (yPred[0] ?? 0);
  const fromY = count > 0 ? pivotY : (y[0] ?? 0);
  const sums = new Float64Array(5);
  forEachBlock(yPred, y, (pairs) => addBlock(sums, pairs, fromP, fromY));
  const [sumP = 0, sumY = 0, sumPP = 0, sumYY = 0, sumPY = 0] = sums;
  return { count: length, pivotP: fromP, pivotY: fromY, p: sumP, y: sumY, pp: sumPP, yy: sumYY, py: sumPY };
}

const { predictions, targets } = pairBlock;

/** Adds the sums of a block. */
function addBlock(sums: Float64Array, pairs: number, fromP: number, fromY: number): void {
  // One by one: of an array taken apart the numbers are boxed, at each addition.
  let sumP = 0;
  let sumY = 0;
  let sumPP = 0;
  let sumYY = 0;
  let sumPY = 0;
  for (let index = 0; index < pairs; index++) {
    const a = (predictions[index] ?? NaN) - fromP;
    const b = (targets[index] ?? NaN) - fromY;
    sumP += a;
    sumY += b;
    sumPP += a * a;
    sumYY += b * b;
    sumPY += a * b;
  }
  [sumP, sumY, sumPP, sumYY, sumPY].forEach((sum, index) => (sums[index] = (sums[index] ?? NaN) + sum));
}

/** The sums of both, about the pivots of the first. */
export function merged(first: PairSums, second: PairSums): PairSums {
  if (first.count === 0) return second;
  if (second.count === 0) return first;
  const { count } = second;
  const [p, y] = [second.pivotP - first.pivotP, second.pivotY - first.pivotY];
  return {
    count: first.count + count,
    pivotP: first.pivotP,
    pivotY: first.pivotY,
    p: first.p + (second.p + count * p),
    y: first.y + (second.y + count * y),
    pp: first.pp + (second.pp + 2 * p * second.p + count * p * p),
    yy: first.yy + (second.yy + 2 * y * second.y + count * y * y),
    py: first.py + (second.py + p * second.y + y * second.p + count * p * y),
  };
}

/** What sums come to. Rounding makes no square negative. */
export function momentsOf({ count, pivotP, pivotY, p, y, pp, yy, py }: PairSums): PairMoments {
  if (count === 0) return { count, meanP: NaN, meanY: NaN, pp: 0, yy: 0, py: 0 };
  return {
    count,
    meanP: pivotP + p / count,
    meanY: pivotY + y / count,
    pp: Math.max(0, pp - (p * p) / count),
    yy: Math.max(0, yy - (y * y) / count),
    py: py - (p * y) / count,
  };
}
