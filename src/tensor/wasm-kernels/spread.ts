import * as tf from '@tensorflow/tfjs-core';
import type { ConvGeometry } from './geometry';

/**
 * Lays an output's gradient out so that a convolution with the turned filter, of stride 1 and without padding, gives the input's
 * gradient: zeros between its cells for the strides, and borders as wide as the filter reaches.
 */
export function layOutGradient(dy: tf.Tensor4D, geometry: ConvGeometry): tf.Tensor4D {
  const { inHeight, inWidth, filterHeight, filterWidth, dilationHeight, dilationWidth, padInfo } = geometry;
  const spread = spreadOut(dy, geometry.strideHeight, geometry.strideWidth);
  const reachHeight = (filterHeight - 1) * dilationHeight;
  const reachWidth = (filterWidth - 1) * dilationWidth;
  const framed = frame(spread, 2, reachWidth - padInfo.left, inWidth + reachWidth);
  return frame(framed, 1, reachHeight - padInfo.top, inHeight + reachHeight);
}

/** Puts `stride - 1` zeros after each row and column; two-dimensional on the way, since that is what this backend joins fastest. */
function spreadOut(dy: tf.Tensor4D, strideHeight: number, strideWidth: number): tf.Tensor4D {
  const [batch, height, width, channels] = dy.shape;
  const rows = followedByZeros(tf.reshape(dy, [batch * height, width * channels]), strideHeight);
  const cells = followedByZeros(tf.reshape(rows, [batch * height * strideHeight * width, channels]), strideWidth);
  return tf.reshape(cells, [batch, height * strideHeight, width * strideWidth, channels]);
}

function followedByZeros(rows: tf.Tensor2D, stride: number): tf.Tensor2D {
  if (stride === 1) return rows;
  const [count, length] = rows.shape;
  return tf.concat2d([rows, tf.zeros([count, length * (stride - 1)])], 1);
}

/** Shifts an axis by `before` cells and makes it `length` long, with zeros where nothing was; either may cut cells off. */
function frame(x: tf.Tensor4D, axis: 1 | 2, before: number, length: number): tf.Tensor4D {
  const begin: [number, number, number, number] = [0, 0, 0, 0];
  const size: [number, number, number, number] = [...x.shape];
  begin[axis] = Math.max(0, -before);
  size[axis] = Math.min(x.shape[axis] - begin[axis], length - Math.max(0, before));
  const kept = size[axis] === x.shape[axis] ? x : tf.slice4d(x, begin, size);
  const padding: [[number, number], [number, number], [number, number], [number, number]] = [[0, 0], [0, 0], [0, 0], [0, 0]];
  padding[axis] = [Math.max(0, before), length - Math.max(0, before) - size[axis]];
  return padding[axis][0] === 0 && padding[axis][1] === 0 ? kept : tf.pad4d(kept, padding);
}
