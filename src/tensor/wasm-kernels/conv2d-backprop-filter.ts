import * as tf from '@tensorflow/tfjs-core';
import { channelsLast, convGeometry, padInput, rank4 } from './geometry';
import type { ConvAttributes, ConvGeometry } from './geometry';

/** Gradient of a convolution with respect to its filter. */
export function conv2dBackpropFilter(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  attributes: ConvAttributes & { readonly filterShape: readonly number[] },
): tf.Tensor4D {
  const { dataFormat, filterShape } = attributes;
  const input = channelsLast(x, dataFormat);
  const gradient = channelsLast(dy, dataFormat);
  const geometry = convGeometry(input.shape, filterShape, attributes, false);
  const pointwise = filterShape[0] === 1 && filterShape[1] === 1 && geometry.strideHeight === 1 && geometry.strideWidth === 1;
  return pointwise && geometry.padInfo.type !== 'EXPLICIT' && geometry.padInfo.type !== 'NUMBER'
    ? pointwiseGradient(input, gradient, geometry)
    : slidingGradient(input, gradient, geometry);
}

/** For filters of one cell: what the cell saw, times the output's gradient. */
function pointwiseGradient(x: tf.Tensor4D, dy: tf.Tensor4D, { inChannels, outChannels, filterShape }: ConvGeometry): tf.Tensor4D {
  // A product with a transposed operand takes this backend's slow way: transpose first.
  const seen = tf.transpose(tf.reshape(x, [-1, inChannels]));
  return tf.reshape(tf.matMul(seen, tf.reshape(dy, [-1, outChannels])), rank4(filterShape));
}

/**
 * For others: a convolution again. The images of the batch become the channels that are added up, the output's gradient slides over
 * the padded input as the filter did, and strides turn into dilations.
 */
function slidingGradient(x: tf.Tensor4D, dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const { inChannels, outChannels, filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const input = tf.transpose(padInput(x, geometry), [3, 1, 2, 0]);
  const filter = tf.transpose(dy, [1, 2, 0, 3]);
  const slid = tf.conv2d(input, filter, 1, 'valid', 'NHWC', [strideHeight, strideWidth]);
  // Rows and columns that no window reached give cells beyond the filter's.
  const cells = tf.slice4d(slid, [0, 0, 0, 0], [inChannels, filterHeight, filterWidth, outChannels]);
  return tf.transpose(cells, [1, 2, 0, 3]);
}
