import * as tf from '@tensorflow/tfjs-core';
import { channelsLast, convGeometry, inFormat } from './geometry';
import type { ConvAttributes } from './geometry';
import { layOutGradient } from './spread';

/**
 * Gradient of a convolution with respect to its input: the output's gradient convolved with the turned filter. The backend's own
 * kernel is a plain loop; this one runs on its fast convolution.
 */
export function conv2dBackpropInput(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  attributes: ConvAttributes & { readonly inputShape: readonly number[] },
): tf.Tensor4D {
  const { dataFormat, inputShape } = attributes;
  const [batch = 1, ...sides] = inputShape;
  const [channels = 1, ...channelsFirstSides] = sides;
  const lastShape = dataFormat === 'NCHW' ? [batch, ...channelsFirstSides, channels] : inputShape;
  const geometry = convGeometry(lastShape, filter.shape, attributes, false);
  const turned = tf.transpose(tf.reverse4d(filter, [0, 1]), [0, 1, 3, 2]);
  return inFormat(tf.conv2d(layOutGradient(channelsLast(dy, dataFormat), geometry), turned, 1, 'valid'), dataFormat);
}
