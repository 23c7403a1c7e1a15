import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as z from 'zod/mini';
import { createRandom, parseOptions } from '../../internal';
import { kaimingNormal, torchLinear } from '../initializers';
import { connect, leafLayers, variableOf, writeVariable } from '../layers';

const positive = z.int().check(z.gte(1));
const side = z.nullable(z.int().check(z.gte(29)));

const schema = z.strictObject({
  growthRate: z._default(positive, 32),
  blockConfig: z._default(z.array(positive).check(z.minLength(1)), [6, 12, 24, 16]),
  numInitFeatures: z._default(positive, 64),
  bnSize: z._default(positive, 4),
  classes: z._default(positive, 1000),
  seed: z._default(z.int(), 0),
  inputShape: z._default(z.tuple([side, side, z.literal(3)]), [null, null, 3]),
  name: z.optional(z.string()),
});

/** What {@link densenet} builds. Every option has torchvision's default. */
export interface DenseNetOptions {
  /** Feature maps that each layer adds. @default 32 */
  readonly growthRate?: number;
  /** Layers of each dense block. @default [6, 12, 24, 16] */
  readonly blockConfig?: readonly number[];
  /** Feature maps of the first convolution. @default 64 */
  readonly numInitFeatures?: number;
  /** Width of the bottleneck in multiples of the growth rate. @default 4 */
  readonly bnSize?: number;
  /** Outputs of the classifier. @default 1000 */
  readonly classes?: number;
  /** Seed of the initial weights. @default 0 */
  readonly seed?: number;
  /** Height, width and the three channels; `null` leaves a side open. Sides of 29 pixels are the least. @default [null, null, 3] */
  readonly inputShape?: readonly [number | null, number | null, 3];
  /** Name of the model. @default 'densenet' */
  readonly name?: string;
}

/**
 * A DenseNet in torchvision's architecture, as a `LayersModel` of stock layers.
 *
 * Takes float32 images `[N, height, width, 3]` and gives logits `[N, classes]` (no softmax). The layers carry torch's names
 * (`features.denseblock1.denselayer1.conv1`, `classifier`), paddings are torch's, batch normalisation has torch's epsilon 1e-5
 * and momentum 0.1 (0.9 in the convention of TensorFlow.js). Weights start as in torchvision, from a seeded stream: convolutions
 * normal with deviation `sqrt(2 / fanIn)`, the classifier's weight uniform in ±1 / sqrt(features), its bias 0.
 *
 * Huang, Liu, van der Maaten, Weinberger: Densely Connected Convolutional Networks, 2017.
 *
 * @throws OptionError for an option that it does not have or a size below 1
 *
 * @example
 * ```ts
 * import { densenet } from 'tfjs-ignite/models';
 *
 * const model = densenet({ growthRate: 4, blockConfig: [2, 2], numInitFeatures: 8, classes: 5 });
 * model.countParams(); // => 4909
 * model.dispose();
 * ```
 */
export function densenet(options: DenseNetOptions = {}): LayersModel {
  const { growthRate, blockConfig, numInitFeatures, bnSize, classes, seed, inputShape, name } = parseOptions('densenet', schema, options);
  const input = tfl.input({ shape: [...inputShape], name: 'input' });
  let channels = numInitFeatures;
  let x = stem(input, channels);
  for (const [block, layers] of blockConfig.entries()) {
    for (let layer = 1; layer <= layers; layer++) {
      x = denseLayer(`features.denseblock${block + 1}.denselayer${layer}`, x, bnSize * growthRate, growthRate);
    }
    channels += layers * growthRate;
    if (block + 1 < blockConfig.length) {
      channels = Math.floor(channels / 2);
      x = transition(`features.transition${block + 1}`, x, channels);
    }
  }
  x = relu('features.relu5', norm('features.norm5', x));
  x = connect(tfl.layers.globalAveragePooling2d({ name: 'features.avgpool' }), x);
  const logits = connect(tfl.layers.dense({ name: 'classifier', units: classes, kernelInitializer: 'zeros' }), x);
  const model = tfl.model({ name: name ?? 'densenet', inputs: input, outputs: logits });
  initialize(model, seed);
  return model;
}

function stem(input: SymbolicTensor, filters: number): SymbolicTensor {
  const wide = pad('features.conv0.pad', 3, input);
  const first = relu('features.relu0', norm('features.norm0', convolution('features.conv0', wide, filters, 7, 2)));
  // Padding a maximum with zeros equals torch's padding with -infinity, because nothing after a ReLU is below zero.
  return connect(tfl.layers.maxPooling2d({ name: 'features.pool0', poolSize: 3, strides: 2 }), pad('features.pool0.pad', 1, first));
}

function denseLayer(name: string, x: SymbolicTensor, bottleneck: number, growthRate: number): SymbolicTensor {
  const narrow = convolution(`${name}.conv1`, relu(`${name}.relu1`, norm(`${name}.norm1`, x)), bottleneck, 1, 1);
  const added = convolution(`${name}.conv2`, relu(`${name}.relu2`, norm(`${name}.norm2`, narrow)), growthRate, 3, 1);
  return connect(tfl.layers.concatenate({ name: `${name}.concat`, axis: -1 }), [x, added]);
}

function transition(name: string, x: SymbolicTensor, filters: number): SymbolicTensor {
  const half = convolution(`${name}.conv`, relu(`${name}.relu`, norm(`${name}.norm`, x)), filters, 1, 1);
  return connect(tfl.layers.averagePooling2d({ name: `${name}.pool`, poolSize: 2, strides: 2 }), half);
}

function convolution(name: string, x: SymbolicTensor, filters: number, kernelSize: number, strides: number): SymbolicTensor {
  // With stride 1 and an odd kernel `same` pads as torch does; with stride 2 it would pad one-sidedly, hence `pad` before.
  const padding = strides === 1 ? 'same' : 'valid';
  // Zeros cost nothing, here and when a saved model is loaded; the values come from the seeded stream afterwards.
  return connect(tfl.layers.conv2d({ name, filters, kernelSize, strides, padding, useBias: false, kernelInitializer: 'zeros' }), x);
}

function norm(name: string, x: SymbolicTensor): SymbolicTensor {
  return connect(tfl.layers.batchNormalization({ name, axis: -1, epsilon: 1e-5, momentum: 0.9 }), x);
}

function relu(name: string, x: SymbolicTensor): SymbolicTensor {
  return connect(tfl.layers.activation({ name, activation: 'relu' }), x);
}

function pad(name: string, width: number, x: SymbolicTensor): SymbolicTensor {
  return connect(tfl.layers.zeroPadding2d({ name, padding: width }), x);
}

/** Draws each kernel from a stream of its own, so that a value depends on the seed and the layer's name alone. */
function initialize(model: LayersModel, seed: number): void {
  for (const layer of leafLayers(model)) {
    const kind = layer.getClassName();
    if (kind !== 'Conv2D' && kind !== 'Dense') continue;
    const kernel = variableOf(layer, 'kernel');
    const sizes = kernel.shape.map((size) => size ?? 0);
    const fanIn = sizes.slice(0, -1).reduce((product, size) => product * size, 1);
    const draw = kind === 'Dense' ? torchLinear : kaimingNormal;
    writeVariable(kernel, draw(fanIn * (sizes.at(-1) ?? 0), fanIn, createRandom(seed, layer.name)));
  }
}
