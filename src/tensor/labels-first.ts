import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../errors';

/**
 * Refuses the functions of `tf.losses`, which take the labels first, where a loss of `(yPred, y)` is wanted.
 *
 * Told by identity: with the arguments swapped they compute something, only not the loss.
 *
 * @throws OptionError with the wrapper to write
 */
export function refuseLabelsFirst(owner: string, lossFn: unknown): void {
  const [name] = Object.entries(tf.losses).find(([, loss]) => loss === lossFn) ?? [];
  if (name === undefined) return;
  throw new OptionError({
    owner,
    expected: `a loss that takes (yPred, y), while tf.losses.${name} takes the labels first`,
    mend: `Pass (yPred, y) => tf.losses.${name}(y, yPred), or a loss of tfjs-ignite's losses.`,
  });
}
