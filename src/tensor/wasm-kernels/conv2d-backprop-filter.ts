import * as tf from '@tensorflow/tfjs-core';
import { channelsLast, convGeometry, padInput, perFilterCell, rank4, seenBy } from './geometry';
import type { ConvAttributes } from './geometry';

/**
 * Gradient of a convolution with respect to its filter: for each cell of the filter, the product of what the cell saw with the
 * output's gradient, `dW[r, c] = seen(r, c)^T dy`.
 */
export function conv2dBackpropFilter(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  attributes: ConvAttributes & { readonly filterShape: readonly number[] },
): tf.Tensor4D {
  const input = channelsLast(x, attributes.dataFormat);
  const gradient = channelsLast(dy, attributes.dataFormat);
  const geometry = convGeometry(input.shape, attributes.filterShape, attributes, false);
  const { inChannels, outChannels } = geometry;
  const positions = geometry.batchSize * geometry.outHeight * geometry.outWidth;

  const rows = tf.reshape(gradient, [positions, outChannels]);
  const padded = padInput(input, geometry);
  const cells = perFilterCell(geometry, (row, column) =>
    tf.tidy(() => {
      const seen = tf.reshape(seenBy(row, column, padded, geometry), [positions, inChannels]);
      // A product with a transposed operand takes this backend's slow way: transpose first.
      return tf.matMul(tf.transpose(seen), rows);
    }),
  );
  return tf.reshape(tf.concat(cells, 0), rank4(attributes.filterShape));
}
