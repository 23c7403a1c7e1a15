import { parseOptions } from '../../internal';
import type { AllRows, EpochPairsOptions } from '../epoch-pairs';
import { EpochPairs } from '../epoch-pairs';
import { epochPairsSchema } from '../metric-options';
import type { BinaryCurve } from './binary-curve';
import { binaryCurve } from './binary-curve';
import { curveDefinition } from './curve-definition';

/** The points of a receiver operating characteristic. */
export type RocCurveValue = readonly [falsePositiveRates: readonly number[], truePositiveRates: readonly number[], thresholds: readonly number[]];

/**
 * The receiver operating characteristic: at each threshold the share of the negative examples, `FP / (FP + TN)`, and of the positive ones,
 * `TP / (TP + FN)`, with a score of at least the threshold.
 *
 * Takes scores `yPred` and labels `y`, 0 and 1 or -1 and 1, both `[batch]` or `[batch, 1]`, of any dtype. The value is
 * `[falsePositiveRates, truePositiveRates, thresholds]`; it begins with `(0, 0)` at the threshold `Infinity`. A point in the middle between
 * its neighbours is left out, as it changes nothing. Rates of a class without examples are NaN. Keeps everything: 16 bytes for each score.
 *
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_curve.html
 *
 * @throws ShapeError from `update` for other shapes, another dtype than before, scores that are not finite and other labels, and from
 *   `compute` where only all batches together show it or reading tensors is dear (webgl, webgpu)
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { RocCurve } from 'tfjs-ignite/metrics';
 *
 * const rocCurve = new RocCurve();
 * rocCurve.update([[0.125, 0.5, 0.75, 1], [0, 0, 1, 0]]);
 * const [falsePositiveRates, truePositiveRates, thresholds] = await rocCurve.compute();
 * truePositiveRates; // => [ 0, 0, 1, 1 ]
 * thresholds; // => [ Infinity, 1, 0.75, 0.125 ]
 * ```
 */
export class RocCurve extends EpochPairs<RocCurveValue> {
  constructor(options: EpochPairsOptions = {}) {
    super(curveDefinition('RocCurve'), parseOptions('RocCurve', epochPairsSchema, options));
  }

  protected evaluatePairs(yPred: AllRows, y: AllRows): RocCurveValue {
    const curve = binaryCurve(yPred.data, y.data, 1);
    const value: [number[], number[], number[]] = [[0 / curve.negatives], [0 / curve.positives], [Infinity]];
    for (let at = 0; at < curve.thresholds.length; at++) {
      if (!isCorner(curve, at)) continue;
      value[0].push((curve.falsePositives[at] ?? NaN) / curve.negatives);
      value[1].push((curve.truePositives[at] ?? NaN) / curve.positives);
      value[2].push(curve.thresholds[at] ?? NaN);
    }
    return value;
  }
}

/** Whether a point does not lie in the middle between its neighbours. */
function isCorner({ truePositives, falsePositives, thresholds }: BinaryCurve, at: number): boolean {
  if (at === 0 || at === thresholds.length - 1) return true;
  return bend(truePositives, at) !== 0 || bend(falsePositives, at) !== 0;
}

function bend(counts: Uint32Array, at: number): number {
  return (counts[at + 1] ?? NaN) - 2 * (counts[at] ?? NaN) + (counts[at - 1] ?? NaN);
}
