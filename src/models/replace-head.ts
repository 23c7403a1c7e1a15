import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as z from 'zod/mini';
import type { Random } from '../contracts';
import { OptionError, ShapeError } from '../errors';
import { createRandom, parseOptions } from '../internal';
import { freeze } from './freeze';
import { findHead, STANDARDIZE } from './head';
import { torchLinear } from './initializers';
import type { Layer } from './layers';
import { connect, variableOf, writeVariable } from './layers';

const numbers = z.custom<ArrayLike<number>>((value) => Array.isArray(value) || ArrayBuffer.isView(value), 'an array of numbers');

const schema = z.strictObject({
  classes: z.int().check(z.gte(1)),
  seed: z._default(z.int(), 0),
  standardize: z.optional(z.strictObject({ mean: numbers, variance: numbers })),
});

/** What {@link replaceHead} puts in place of the classifier. */
export interface ReplaceHeadOptions {
  /** Outputs of the new classifier. */
  readonly classes: number;
  /** Seed of its initial weights. @default 0 */
  readonly seed?: number;
  /** Mean and variance of each feature, as {@link meanAndVariance} measures them; the features are standardised by them. @default none */
  readonly standardize?: { readonly mean: ArrayLike<number>; readonly variance: ArrayLike<number> };
}

/**
 * Gives a classifier for other classes to a model: transfer learning's first step.
 *
 * Returns a new model that shares every layer but the head. The new head is a dense layer `classifier`, initialised as
 * `torch.nn.Linear` is (weight and bias uniform in ±1 / sqrt(features), seeded). With `standardize` a frozen stock batch
 * normalisation `standardize` before it computes `(x - mean) / sqrt(variance + e)`, where e is 1e-5 of the mean variance; it is
 * saved with the model. The old head is disposed, so the model that was passed cannot run any more: use the returned one.
 *
 * @throws OptionError for a wrong option; StateError when the model does not end in a dense layer; ShapeError when the statistics
 * do not have one value a feature
 *
 * @example
 * ```ts
 * import { densenet, replaceHead } from 'tfjs-ignite/models';
 *
 * const model = replaceHead(densenet({ growthRate: 4, blockConfig: [2, 2], numInitFeatures: 8 }), { classes: 3, seed: 1 });
 * model.outputShape; // => [ null, 3 ]
 * ```
 */
export function replaceHead(model: LayersModel, options: ReplaceHeadOptions): LayersModel {
  const { classes, seed, standardize } = parseOptions('replaceHead', schema, options);
  const head = findHead('replaceHead', model);
  const features = standardize === undefined ? head.features : standardized(head.features, head.width, standardize.mean, standardize.variance);
  const classifier = tfl.layers.dense({ name: 'classifier', units: classes, kernelInitializer: 'zeros' });
  const replaced = tfl.model({ name: model.name, inputs: model.inputs, outputs: connect(classifier, features) });
  initializeLinear(classifier, head.width, classes, createRandom(seed, 'classifier'));
  for (const layer of head.layers) layer.dispose();
  return replaced;
}

function standardized(x: SymbolicTensor, width: number, mean: ArrayLike<number>, variance: ArrayLike<number>): SymbolicTensor {
  for (const [name, values] of [['mean', mean], ['variance', variance]] as const) {
    if (values.length !== width) {
      throw new ShapeError({ owner: `replaceHead.standardize.${name}`, expected: `${width} values, one a feature`, got: values.length });
    }
    const wrong = Array.from(values).find((value) => !Number.isFinite(value) || (name === 'variance' && value < 0));
    if (wrong !== undefined) throw new OptionError({ owner: `replaceHead.standardize.${name}`, expected: 'finite values, variances not negative', got: wrong });
  }
  // Relative, because features of random weights may be small; it also keeps a feature that never varies at zero.
  const epsilon = 1e-5 * (Array.from(variance).reduce((sum, value) => sum + value, 0) / width || 1);
  const layer = tfl.layers.batchNormalization({ name: STANDARDIZE, axis: -1, epsilon });
  const output = connect(layer, x);
  writeVariable(variableOf(layer, 'moving_mean'), Float32Array.from(mean));
  writeVariable(variableOf(layer, 'moving_variance'), Float32Array.from(variance));
  freeze([layer]);
  return output;
}

function initializeLinear(layer: Layer, inputs: number, outputs: number, random: Random): void {
  // Weight first, in torch's layout [out, in]: both come from one stream, and the order is part of what a seed means.
  const weight = torchLinear(inputs * outputs, inputs, random);
  const kernel = Float32Array.from(weight, (_, index) => weight[(index % outputs) * inputs + Math.floor(index / outputs)] ?? 0);
  writeVariable(variableOf(layer, 'kernel'), kernel);
  writeVariable(variableOf(layer, 'bias'), torchLinear(outputs, inputs, random));
}
