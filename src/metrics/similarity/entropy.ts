import type { ArrayAccumulator, Totals } from '../accumulators';
import { scalar } from '../accumulators';
import type { LogitOptions } from './divergence';
import type { EntropyState } from './prediction-entropy';
import { PredictionEntropy } from './prediction-entropy';

/** Options of `Entropy`. */
export type EntropyOptions = LogitOptions;

/**
 * The mean entropy of the predicted distributions: `-sum(p * log(p))` with `p = softmax(yPred)`.
 *
 * Takes `[yPred, y]`, logits `[batch, ..., classes]`, `[batch, classes, ...]` with `layout: 'NCHW'`, of any numeric dtype; the targets are
 * not looked at. Each position counts.
 *
 * On tfjs-node, batches of 16384 float32 numbers or more are computed in single precision, and faster.
 *
 * Source: https://en.wikipedia.org/wiki/Entropy_(information_theory)
 *
 * @throws ShapeError from `update` for logits without a batch axis
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { Entropy } from 'tfjs-ignite/metrics';
 *
 * const entropy = new Entropy();
 * entropy.update([[[0, 0], [100, 0]], [0, 1]]);
 * const value = await entropy.compute();
 * value.toFixed(4); // => '0.3466'
 * ```
 */
export class Entropy extends PredictionEntropy<EntropyState> {
  protected readonly accumulators: EntropyState = { entropies: scalar(), examples: scalar() };

  constructor(options: EntropyOptions = {}) {
    super('Entropy', options);
  }

  protected marginal(): ArrayAccumulator | null {
    return null;
  }

  protected evaluate({ entropies, examples }: Totals<EntropyState>): number {
    this.requireExamples(examples);
    return entropies / examples;
  }
}
