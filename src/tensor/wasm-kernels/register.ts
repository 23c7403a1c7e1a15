import * as tf from '@tensorflow/tfjs-core';
import { conv2dBackpropFilter } from './conv2d-backprop-filter';
import { conv2dBackpropInput } from './conv2d-backprop-input';
import { depthwiseBackpropFilter } from './depthwise-backprop-filter';
import { depthwiseBackpropInput } from './depthwise-backprop-input';
import { oneHot } from './one-hot';
import { unsortedSegmentSum } from './unsorted-segment-sum';

/** A kernel over the tensors of its inputs; what it makes on the way is disposed for it. */
type Composition = (inputs: Readonly<Record<string, tf.Tensor>>, attributes: tf.NamedAttrMap) => tf.Tensor;

// The engine checks inputs and attributes in the operations before it calls a kernel; kernels are untyped by nature.
const compositions: Readonly<Record<string, Composition>> = {
  Conv2DBackpropFilter: ({ x, dy }, attributes) => conv2dBackpropFilter(x as tf.Tensor4D, dy as tf.Tensor4D, attributes as never),
  DepthwiseConv2dNativeBackpropFilter: ({ x, dy }, attributes) =>
    depthwiseBackpropFilter(x as tf.Tensor4D, dy as tf.Tensor4D, attributes as never),
  DepthwiseConv2dNativeBackpropInput: ({ dy, filter }, attributes) =>
    depthwiseBackpropInput(dy as tf.Tensor4D, filter as tf.Tensor4D, attributes as never),
  UnsortedSegmentSum: ({ x, segmentIds }, attributes) => unsortedSegmentSum(x as tf.Tensor, segmentIds as tf.Tensor, attributes as never),
};

/** Kernels that the backend has and that are replaced: its OneHot is wrong, its Conv2DBackpropInput slow. */
const replacements: Readonly<Record<string, Composition>> = {
  Conv2DBackpropInput: ({ dy, filter }, attributes) => conv2dBackpropInput(dy as tf.Tensor4D, filter as tf.Tensor4D, attributes as never),
  OneHot: ({ indices }, attributes) => oneHot(indices as tf.Tensor, attributes as never),
};

/** The functions that stand for them, made once so that they are known again. */
const kernelFunctions = new Map(Object.entries({ ...compositions, ...replacements }).map(([name, compose]) => [name, kernelFunction(compose)]));

/**
 * Gives the wasm backend the kernels that training needs and that it lacks, composed of kernels that it has: the gradients of
 * convolutions and depthwise convolutions with respect to filters (and of the depthwise ones to inputs), and that of gathering rows.
 * A kernel that is there already is left alone, so a newer backend keeps its own, but for two: OneHot, which holds the bits of
 * integers whatever dtype it is asked for, and the gradient of a convolution with respect to its input, which takes many times longer
 * than the convolution.
 *
 * @returns the names of the kernels that were added or replaced by this call
 */
export function registerWasmKernels(): string[] {
  const changed = [...kernelFunctions].filter(([name, kernelFunc]) => {
    // Undefined when there is none, against what the type says.
    const present = tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined;
    return present === undefined || (name in replacements && present.kernelFunc !== kernelFunc);
  });
  for (const [kernelName, kernelFunc] of changed) {
    if (kernelName in replacements) tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
  }
  return changed.map(([name]) => name);
}

function kernelFunction(compose: Composition): tf.KernelFunc {
  // The engine hands whole tensors to kernels, and operations called inside a kernel are not recorded for gradients.
  return ({ inputs, attrs }) => tf.tidy(() => compose(inputs as Record<string, tf.Tensor>, attrs ?? {}));
}
