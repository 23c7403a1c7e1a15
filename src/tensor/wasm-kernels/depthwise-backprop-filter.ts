import * as tf from '@tensorflow/tfjs-core';
import { convGeometry, padInput, perFilterCell, rank4, seenBy } from './geometry';
import type { ConvAttributes } from './geometry';

/** Gradient of a depthwise convolution with respect to its filter: for each cell, the sum of seen value times output gradient. */
export function depthwiseBackpropFilter(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  attributes: ConvAttributes & { readonly filterShape: readonly number[] },
): tf.Tensor4D {
  const geometry = convGeometry(x.shape, attributes.filterShape, attributes, true);
  const { inChannels, outChannels } = geometry;
  const positions = geometry.batchSize * geometry.outHeight * geometry.outWidth;

  const rows = tf.reshape(dy, [positions, inChannels, outChannels / inChannels]);
  const ones = tf.ones([1, positions]);
  const padded = padInput(x, geometry);
  const cells = perFilterCell(geometry, (row, column) =>
    tf.tidy(() => {
      const seen = tf.reshape(seenBy(row, column, padded, geometry), [positions, inChannels, 1]);
      // A product with ones adds up columns; a sum over the first axis would transpose the whole tensor on this backend.
      return tf.matMul(ones, tf.reshape(tf.mul(seen, rows), [positions, outChannels]));
    }),
  );
  return tf.reshape(tf.concat(cells, 0), rank4(attributes.filterShape));
}
