import { ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import type { AllRows, EpochPairsOptions, Shaped } from '../epoch-pairs';
import { EpochPairs } from '../epoch-pairs';
import { checkFinite } from '../finite';
import { epochPairsSchema } from '../metric-options';
import { predictionAndTarget } from '../output';
import type { BinaryCurve } from './binary-curve';
import { binaryCurve } from './binary-curve';
import { labelsIn } from './binary-labels';
import { columnOf, columnsOf, meanOverColumns } from './curve-columns';

/**
 * The precision averaged over the steps of the recall: `sum over thresholds of (recall - recall at the next higher threshold) * precision`.
 *
 * | data | `yPred` | `y` | value |
 * |---|---|---|---|
 * | binary | scores `[batch]` | labels `[batch]`, two at most, 1 is the positive one | the average precision |
 * | multilabel | scores `[batch, labels]` | labels `[batch, labels]`, the same | the mean over the columns |
 * | multiclass | scores `[batch, classes]`, 3 classes at least | class labels `[batch]`, all of which occur | the mean over the classes, in ascending order of their labels |
 *
 * Any dtype. Without positive examples it is 0. Keeps everything: 8 bytes for each score and label; `compute` sorts it.
 *
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.metrics.average_precision_score.html
 *
 * @throws ShapeError from `update` for shapes other than said above, another shape or dtype than before, scores that are not finite and
 *   other labels, and from `compute` where only all batches together show it or reading tensors is dear (webgl, webgpu)
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { AveragePrecision } from 'tfjs-ignite/metrics';
 *
 * const averagePrecision = new AveragePrecision();
 * averagePrecision.update([[[0.8, 0.2], [0.3, 0.7]], [[1, 1], [1, 1]]]);
 * averagePrecision.update([[[0.5, 0.6], [0.1, 0.9]], [[0, 1], [0, 0]]]);
 * (await averagePrecision.compute()).toFixed(4); // => '0.7361'
 * ```
 */
export class AveragePrecision extends EpochPairs<number> {
  constructor(options: EpochPairsOptions = {}) {
    super(
      {
        owner: 'AveragePrecision',
        keys: predictionAndTarget,
        check,
        checkValues: (yPred, y) => {
          checkFinite('AveragePrecision.yPred', yPred);
          // Only class labels are fewer than the scores.
          if (yPred.length > y.length) labelsIn('AveragePrecision.y', y);
          else checkBinary(labelsIn('AveragePrecision.y', y, 2));
        },
      },
      parseOptions('AveragePrecision', epochPairsSchema, options),
    );
  }

  protected evaluatePairs(yPred: AllRows, y: AllRows): number {
    const columns = columnsOf(yPred);
    if (columns === columnsOf(y)) return meanOverColumns(columns, (index) => averageOver(binaryCurve(columnOf(yPred, index), columnOf(y, index), 1)));
    const classes = labelsIn('AveragePrecision.y', y.data);
    if (classes.length !== columns) {
      throw new ShapeError({
        owner: 'AveragePrecision.y',
        expected: `targets with each of the ${columns} classes that have scores`,
        got: classes,
        mend: 'Give one-hot targets where a class may be without examples.',
      });
    }
    return meanOverColumns(columns, (index) => averageOver(binaryCurve(columnOf(yPred, index), y.data, classes[index] ?? NaN)));
  }
}

function check(yPred: Shaped, y: Shaped): void {
  const [scores, labels] = [columnsOf(yPred), columnsOf(y)];
  if (scores === labels || (labels === 1 && scores >= 3)) return;
  throw new ShapeError({
    owner: 'AveragePrecision',
    expected: `scores of y's shape [${y.shape.join(', ')}], or of 3 classes at least for class labels [batch]`,
    got: { shape: yPred.shape },
    mend: 'Of two classes give the scores of class 1 alone.',
  });
}

function checkBinary(labels: readonly number[]): void {
  if (labels.length < 2 || labels.includes(1)) return;
  throw new ShapeError({ owner: 'AveragePrecision.y', expected: 'labels of which 1 is the positive one', got: labels });
}

function averageOver({ truePositives, falsePositives, positives }: BinaryCurve): number {
  if (positives === 0) return 0;
  let sum = 0;
  let before = 0;
  for (let at = 0; at < truePositives.length; at++) {
    const hits = truePositives[at] ?? NaN;
    if (hits > before) sum += ((hits - before) * hits) / (hits + (falsePositives[at] ?? NaN));
    before = hits;
  }
  return sum / positives;
}
