import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { OptionError, ShapeError, StateError } from '../errors';
import type { Layer, LayersOrModel } from './layers';
import { batchNormalizations, variablesOf } from './layers';

/**
 * What batch normalisation does when a model runs in training mode.
 *
 * - `layers`: what TensorFlow.js does: batch statistics, running statistics with the biased variance.
 * - `inference`: running statistics, which stay as they are, whatever the mode.
 * - `torch`: what PyTorch does: normalise by the batch's mean and biased variance, update the running statistics with the
 *   unbiased variance, whether the layer is trainable or not.
 *
 * Outside training mode all three normalise by the running statistics.
 */
export type BatchNormMode = 'layers' | 'inference' | 'torch';

const modes = new WeakMap<Layer, BatchNormMode>();
const forced = new WeakSet<Layer>();

/** What `call` of a layer looks like; the declared options are wider than what is read of them. */
type Call = Layer['call'];

/**
 * Chooses how the batch normalisations of a model, or among some layers, behave in training mode.
 *
 * The layers stay stock layers: only `call` of the instance is wrapped, so that saving and configuration do not change, and
 * `layers` takes the wrapper off again. The mode is not saved with a model; set it again after loading.
 *
 * @throws OptionError for another mode, or for `torch` on a layer that does not normalise its last axis or lacks scale or offset
 */
export function setBatchNormMode(target: LayersOrModel, mode: BatchNormMode): void {
  const layers = batchNormalizations(target);
  if (mode === 'torch') layers.forEach(refuseUnlikeTorch);
  for (const layer of layers) {
    // The class's own method, so that wrappers never pile up.
    const stock = (Object.getPrototypeOf(layer) as Layer).call.bind(layer);
    switch (mode) {
      case 'layers':
        Reflect.deleteProperty(layer, 'call');
        break;
      case 'inference':
        wrap(layer, (inputs, kwargs) => stock(inputs, { ...kwargs, training: false }));
        break;
      case 'torch':
        wrap(layer, (inputs, kwargs) => (kwargs.training === true || forced.has(layer) ? trainStep(layer, single(inputs)) : stock(inputs, kwargs)));
        break;
      default:
        throw new OptionError({ owner: 'setBatchNormMode', expected: "'layers', 'inference' or 'torch'", got: mode });
    }
    modes.set(layer, mode);
  }
}

/** The mode that {@link setBatchNormMode} or {@link freeze} gave a layer; `layers` when none did. */
export function batchNormMode(layer: Layer): BatchNormMode {
  return modes.get(layer) ?? 'layers';
}

/**
 * A forward pass in which batch normalisations in mode `torch` use and update batch statistics while all else runs as in
 * inference: what a frozen PyTorch backbone does after `model.train()`.
 *
 * No gradient flows into the model, and each activation is freed as soon as nothing needs it; `model.apply(x, { training: true })`
 * keeps all of them, which is gigabytes for a DenseNet on 64 images.
 *
 * @returns the model's output, owned by the caller
 * @throws StateError when no batch normalisation of the model is in mode `torch`
 */
export function forwardWithBatchStatistics(model: LayersModel, x: tf.Tensor): tf.Tensor {
  const layers = batchNormalizations(model).filter((layer) => batchNormMode(layer) === 'torch');
  if (layers.length === 0) {
    throw new StateError({
      owner: 'forwardWithBatchStatistics',
      expected: 'a model with batch normalisations in mode torch',
      mend: "Call setBatchNormMode(model, 'torch') first.",
    });
  }
  for (const layer of layers) forced.add(layer);
  try {
    return tf.tidy(() => model.predictOnBatch(x) as tf.Tensor); // one output, since there is one input and a backbone has one
  } finally {
    for (const layer of layers) forced.delete(layer);
  }
}

function wrap(layer: Layer, call: Call): void {
  Object.defineProperty(layer, 'call', { value: call, configurable: true, enumerable: false, writable: true });
}

function single(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const input = Array.isArray(inputs) ? inputs[0] : inputs;
  if (input === undefined) throw new ShapeError({ owner: 'BatchNormalization', expected: 'one input', got: inputs });
  return input;
}

function trainStep(layer: Layer, x: tf.Tensor): tf.Tensor {
  const { epsilon, momentum } = layer.getConfig() as { epsilon: number; momentum: number };
  const { gamma, beta, mean: runningMean, variance: runningVariance } = statistics(layer);
  const count = x.size / (x.shape.at(-1) ?? 1);
  if (count < 2) {
    throw new ShapeError({
      owner: layer.name,
      expected: 'more than one value a channel, since one value has no variance',
      got: x,
      mend: 'Use a batch of at least two, for instance with dropLast.',
    });
  }
  return tf.tidy(() => {
    const mean = channelMean(x);
    const centred = tf.sub(x, mean);
    const variance = channelMean(tf.square(centred));
    blend(runningMean, mean, 1 - momentum);
    blend(runningVariance, tf.mul(variance, count / (count - 1)), 1 - momentum);
    return tf.add(tf.mul(centred, tf.mul(gamma.read(), tf.rsqrt(tf.add(variance, epsilon)))), beta.read());
  });
}

/**
 * The mean of each channel as a product with a column of 1 / n.
 *
 * `tf.mean` adds up one float32 after the other on wasm: over the 800,000 values of a first layer it is off by a thousandth,
 * this product by some millionths, in a tenth of the time.
 */
function channelMean(x: tf.Tensor): tf.Tensor {
  const channels = x.shape.at(-1) ?? 1;
  const count = x.size / channels;
  return tf.reshape(tf.matMul(tf.reshape(x, [count, channels]), tf.fill([count, 1], 1 / count), true), [channels]);
}

/** running = (1 - rate) running + rate value */
function blend(running: LayerVariable, value: tf.Tensor, rate: number): void {
  running.write(tf.add(tf.mul(running.read(), 1 - rate), tf.mul(value, rate)));
}

function statistics(layer: Layer): Record<'gamma' | 'beta' | 'mean' | 'variance', LayerVariable> {
  const variables = variablesOf(layer);
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((name) => variables.get(name));
  if (gamma === undefined || beta === undefined || mean === undefined || variance === undefined) {
    throw new OptionError({ owner: layer.name, expected: 'a batch normalisation with scale and offset, for mode torch', got: [...variables.keys()] });
  }
  return { gamma, beta, mean, variance };
}

function refuseUnlikeTorch(layer: Layer): void {
  const { axis } = layer.getConfig() as { axis: number };
  const { gamma } = statistics(layer);
  const rank = layer.inputSpec[0]?.ndim;
  if (axis !== -1 && axis + 1 !== rank) {
    throw new OptionError({ owner: layer.name, expected: `channels on the last axis, for mode torch (${String(gamma.shape[0])} channels)`, got: axis });
  }
}
