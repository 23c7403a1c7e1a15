import { parseOptions } from '../../internal';
import type { AllRows, EpochPairsOptions } from '../epoch-pairs';
import { EpochPairs } from '../epoch-pairs';
import { epochPairsSchema } from '../metric-options';
import { binaryCurve } from './binary-curve';
import { curveDefinition } from './curve-definition';

/** Precision and recall at each threshold, and behind them the end point 1 and 0 that has no threshold. */
export type PrecisionRecallCurveValue = readonly [precisions: readonly number[], recalls: readonly number[], thresholds: readonly number[]];

/**
 * Precision, `TP / (TP + FP)`, and recall, `TP / (TP + FN)`, when the examples with a score of at least each threshold are taken as positive.
 *
 * Takes scores `yPred` and labels `y`, 0 and 1 or -1 and 1, both `[batch]` or `[batch, 1]`, of any dtype. The value is
 * `[precisions, recalls, thresholds]` with ascending thresholds, which are the distinct scores; precisions end with 1 and recalls with 0.
 * Without positive examples the recall is 1 at every threshold. Keeps everything: 16 bytes for each score.
 *
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_recall_curve.html
 *
 * @throws ShapeError from `update` for other shapes, another dtype than before, scores that are not finite and other labels, and from
 *   `compute` where only all batches together show it or reading tensors is dear (webgl, webgpu)
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { PrecisionRecallCurve } from 'tfjs-ignite/metrics';
 *
 * const curve = new PrecisionRecallCurve();
 * curve.update([[0.25, 0.5, 0.375, 0.75], [0, 0, 1, 1]]);
 * const [precisions, recalls, thresholds] = await curve.compute();
 * recalls; // => [ 1, 1, 0.5, 0.5, 0 ]
 * thresholds; // => [ 0.25, 0.375, 0.5, 0.75 ]
 * ```
 */
export class PrecisionRecallCurve extends EpochPairs<PrecisionRecallCurveValue> {
  constructor(options: EpochPairsOptions = {}) {
    super(curveDefinition('PrecisionRecallCurve'), parseOptions('PrecisionRecallCurve', epochPairsSchema, options));
  }

  protected evaluatePairs(yPred: AllRows, y: AllRows): PrecisionRecallCurveValue {
    const { thresholds, truePositives, falsePositives, positives } = binaryCurve(yPred.data, y.data, 1);
    const value: [number[], number[], number[]] = [[], [], []];
    for (let at = thresholds.length - 1; at >= 0; at--) {
      const hits = truePositives[at] ?? NaN;
      value[0].push(hits / (hits + (falsePositives[at] ?? NaN)));
      value[1].push(positives === 0 ? 1 : hits / positives);
      value[2].push(thresholds[at] ?? NaN);
    }
    value[0].push(1);
    value[1].push(0);
    return value;
  }
}
