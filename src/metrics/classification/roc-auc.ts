import { ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import type { AllRows, EpochPairsOptions } from '../epoch-pairs';
import { EpochPairs } from '../epoch-pairs';
import { checkFinite } from '../finite';
import { epochPairsSchema } from '../metric-options';
import { predictionAndTarget } from '../output';
import type { BinaryCurve } from './binary-curve';
import { binaryCurve } from './binary-curve';
import { checkBinaryLabels, labelsIn } from './binary-labels';
import { columnOf, columnsOf, meanOverColumns } from './curve-columns';

/**
 * The area under the receiver operating characteristic: the chance that a positive example scores higher than a negative one, ties counting half.
 *
 * Takes scores `yPred` and labels `y`, both `[batch]` or both `[batch, labels]`, of any dtype. Of `[batch]` labels the larger one of two is
 * the positive one; of several labels, which are 0 and 1 (or -1 and 1), the value is the mean of the areas. An area of one class only is
 * NaN. Keeps everything: 16 bytes for each score; `compute` sorts it.
 *
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#receiver-operating-characteristic-roc
 *
 * @throws ShapeError from `update` for other ranks or different shapes, another shape or dtype than before, scores that are not finite,
 *   labels that are not whole numbers or more than two, and from `compute` where only all batches together show it or reading tensors is
 *   dear (webgl, webgpu)
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { RocAuc } from 'tfjs-ignite/metrics';
 *
 * const rocAuc = new RocAuc();
 * rocAuc.update([[0.1, 0.4], [0, 0]]);
 * rocAuc.update([[0.35, 0.8], [1, 1]]);
 * await rocAuc.compute(); // => 0.75
 * ```
 */
export class RocAuc extends EpochPairs<number> {
  constructor(options: EpochPairsOptions = {}) {
    super(
      {
        owner: 'RocAuc',
        keys: predictionAndTarget,
        check: (yPred, y) => {
          if (columnsOf(yPred) === columnsOf(y)) return;
          throw new ShapeError({ owner: 'RocAuc', expected: `scores of y's shape [${y.shape.join(', ')}]`, got: { shape: yPred.shape }, mend: 'Give one-hot targets for the scores of several classes.' });
        },
        checkValues: (yPred, y) => {
          checkFinite('RocAuc.yPred', yPred);
          labelsIn('RocAuc.y', y, 2);
        },
      },
      parseOptions('RocAuc', epochPairsSchema, options),
    );
  }

  protected evaluatePairs(yPred: AllRows, y: AllRows): number {
    const labels = labelsIn('RocAuc.y', y.data, 2);
    if (columnsOf(y) > 1) checkBinaryLabels('RocAuc.y', labels);
    const positive = columnsOf(y) > 1 ? 1 : (labels[1] ?? NaN);
    return meanOverColumns(columnsOf(y), (index) => areaUnder(binaryCurve(columnOf(yPred, index), columnOf(y, index), positive)));
  }
}

function areaUnder({ truePositives, falsePositives, positives, negatives }: BinaryCurve): number {
  // Twice the trapezoids in counts, so that the sum is exact.
  let twice = 0;
  let width = 0;
  let height = 0;
  for (let at = 0; at < truePositives.length; at++) {
    const right = falsePositives[at] ?? NaN;
    const top = truePositives[at] ?? NaN;
    twice += (right - width) * (top + height);
    width = right;
    height = top;
  }
  return twice / (2 * positives * negatives);
}
