import * as tf from '@tensorflow/tfjs-core';

/** The channels-last shape of a convolution and what its gradients need to know. */
export type ConvGeometry = tf.backend_util.Conv2DInfo;

/** The attributes that the gradients of convolutions hand to their kernels. */
export interface ConvAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dilations?: number | [number, number];
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Works out a convolution from its channels-last input shape. */
export function convGeometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: ConvAttributes,
  depthwise: boolean,
): ConvGeometry {
  const { strides, pad, dilations = 1, dimRoundingMode } = attributes;
  return tf.backend_util.computeConv2DInfo(
    rank4(inputShape),
    rank4(filterShape),
    strides,
    dilations,
    pad,
    dimRoundingMode,
    depthwise,
    'channelsLast',
  );
}

/** The input with its borders filled, so that every window lies inside. */
export function padInput(x: tf.Tensor4D, { padInfo }: ConvGeometry): tf.Tensor4D {
  const { top, bottom, left, right } = padInfo;
  if (top === 0 && bottom === 0 && left === 0 && right === 0) return x;
  return tf.pad4d(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
}

/** What the filter's cell (`row`, `column`) sees of a padded input: one value for each output position. */
export function seenBy(row: number, column: number, padded: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const { batchSize, inChannels, outHeight, outWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = geometry;
  const top = row * dilationHeight;
  const left = column * dilationWidth;
  if (strideHeight === 1 && strideWidth === 1) {
    return tf.slice4d(padded, [0, top, left, 0], [batchSize, outHeight, outWidth, inChannels]);
  }
  const bottom = top + (outHeight - 1) * strideHeight + 1;
  const right = left + (outWidth - 1) * strideWidth + 1;
  const seen = tf.stridedSlice(padded, [0, top, left, 0], [batchSize, bottom, right, inChannels], [1, strideHeight, strideWidth, 1]);
  return tf.reshape(seen, [batchSize, outHeight, outWidth, inChannels]);
}

/** For each cell of the filter, in row-major order, what `f` makes of it. */
export function perFilterCell(geometry: ConvGeometry, f: (row: number, column: number) => tf.Tensor): tf.Tensor[] {
  const { filterHeight, filterWidth } = geometry;
  return Array.from({ length: filterHeight * filterWidth }, (_, index) => f(Math.floor(index / filterWidth), index % filterWidth));
}

/** A 4-D shape; callers hand over shapes that the operation itself has checked. */
export function rank4(shape: readonly number[]): [number, number, number, number] {
  const [a = 1, b = 1, c = 1, d = 1] = shape;
  return [a, b, c, d];
}

/** A channels-last tensor in the format asked for. */
export function inFormat(x: tf.Tensor4D, dataFormat: ConvAttributes['dataFormat']): tf.Tensor4D {
  return dataFormat === 'NCHW' ? tf.transpose(x, [0, 3, 1, 2]) : x;
}

/** A channels-first tensor as channels-last, others as they are. */
export function channelsLast(x: tf.Tensor4D, dataFormat: ConvAttributes['dataFormat']): tf.Tensor4D {
  return dataFormat === 'NCHW' ? tf.transpose(x, [0, 2, 3, 1]) : x;
}
