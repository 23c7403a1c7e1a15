import type { ArrayAccumulator, Totals } from '../accumulators';
import { array, scalar } from '../accumulators';
import type { LogitOptions } from './divergence';
import type { EntropyState } from './prediction-entropy';
import { PredictionEntropy } from './prediction-entropy';

/** Options of `MutualInformation`. */
export type MutualInformationOptions = LogitOptions;

type InformationState = EntropyState & { readonly probabilities: ArrayAccumulator };

/**
 * How much the inputs tell of the predicted classes: the entropy of the mean distribution less the mean entropy, at least 0,
 * `H(mean(p)) - mean(H(p))` with `p = softmax(yPred)` and `H(p) = -sum(p * log(p))`.
 *
 * Takes `[yPred, y]`, logits `[batch, ..., classes]`, `[batch, classes, ...]` with `layout: 'NCHW'`, of any numeric dtype; the targets are
 * not looked at. Each position counts. A class whose probability is 0 everywhere makes the value NaN.
 *
 * On tfjs-node, batches of 16384 float32 numbers or more are computed in single precision, and faster.
 *
 * Source: https://en.wikipedia.org/wiki/Mutual_information
 *
 * @throws ShapeError from `update` for logits without a batch axis, and for another number of classes than before
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MutualInformation } from 'tfjs-ignite/metrics';
 *
 * const information = new MutualInformation();
 * information.update([[[100, 0], [0, 100]], [0, 1]]);
 * const value = await information.compute();
 * value.toFixed(4); // => '0.6931'
 * ```
 */
export class MutualInformation extends PredictionEntropy<InformationState> {
  protected readonly accumulators: InformationState = { entropies: scalar(), examples: scalar(), probabilities: array() };

  constructor(options: MutualInformationOptions = {}) {
    super('MutualInformation', options);
  }

  protected marginal(): ArrayAccumulator {
    return this.accumulators.probabilities;
  }

  protected evaluate({ entropies, examples, probabilities }: Totals<InformationState>): number {
    this.requireExamples(examples);
    let marginal = 0;
    for (const sum of probabilities?.data ?? []) marginal -= (sum / examples) * Math.log(sum / examples);
    return Math.max(marginal - entropies / examples, 0);
  }
}
