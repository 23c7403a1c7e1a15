import * as tf from '@tensorflow/tfjs-core';
import { convGeometry } from './geometry';
import type { ConvAttributes } from './geometry';
import { layOutGradient } from './spread';

/**
 * Gradient of a depthwise convolution with respect to its input: the output's gradient, spread out by the strides, convolved with
 * the turned filter.
 */
export function depthwiseBackpropInput(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  attributes: ConvAttributes & { readonly inputShape: readonly number[] },
): tf.Tensor4D {
  const geometry = convGeometry(attributes.inputShape, filter.shape, attributes, true);
  const { batchSize, inHeight, inWidth, inChannels, outChannels, filterHeight, filterWidth } = geometry;
  const { dilationHeight, dilationWidth } = geometry;

  const turned = tf.reshape(tf.reverse4d(filter, [0, 1]), [filterHeight, filterWidth, outChannels, 1]);
  const perOutput = tf.depthwiseConv2d(layOutGradient(dy, geometry), turned as tf.Tensor4D, 1, 'valid', 'NHWC', [dilationHeight, dilationWidth]);
  const multiplier = outChannels / inChannels;
  if (multiplier === 1) return perOutput;
  return tf.sum(tf.reshape(perOutput, [batchSize, inHeight, inWidth, inChannels, multiplier]), 4);
}
