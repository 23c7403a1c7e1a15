import * as tf from '@tensorflow/tfjs-core';
import { conv2dBackpropFilter } from './conv2d-backprop-filter';
import { depthwiseBackpropFilter } from './depthwise-backprop-filter';
import { depthwiseBackpropInput } from './depthwise-backprop-input';
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

/**
 * Mends what the wasm backend gets wrong: its OneHot writes integers whatever dtype is asked for, so that a float32 result holds
 * their bits, which are next to zero.
 */
function mendOneHot(): void {
  const config = tf.getKernel('OneHot', 'wasm');
  if (config.kernelFunc === mendedOneHot.kernelFunc) return;
  mendedOneHot.original ??= config.kernelFunc;
  tf.unregisterKernel('OneHot', 'wasm');
  tf.registerKernel({ ...config, kernelFunc: mendedOneHot.kernelFunc });
}

const mendedOneHot: { original?: tf.KernelFunc; readonly kernelFunc: tf.KernelFunc } = {
  kernelFunc: ({ inputs, backend, attrs }) =>
    tf.tidy(() => {
      // Set before this function is registered; an attribute that is absent is of no other dtype than the kernel's own.
      const { dtype, ...rest } = attrs ?? {};
      const integers = tf.engine().makeTensorFromTensorInfo((mendedOneHot.original as tf.KernelFunc)({ inputs, backend, attrs: { ...rest, dtype: 'int32' } }) as tf.TensorInfo);
      return dtype === undefined || dtype === 'int32' ? integers : tf.cast(integers, dtype as tf.DataType);
    }),
};

/**
 * Gives the wasm backend the kernels that training needs and that it lacks, composed of kernels that it has: the gradients of
 * convolutions and depthwise convolutions with respect to filters (and of the depthwise ones to inputs), and that of gathering rows.
 * A kernel that is there already is left alone, so a newer backend keeps its own; only OneHot, which is wrong for float32, is mended.
 *
 * @returns the names of the kernels that were added by this call
 */
export function registerWasmKernels(): string[] {
  mendOneHot();
  const missing = Object.keys(compositions).filter((kernelName) => !hasKernel(kernelName));
  for (const kernelName of missing) {
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernelFunction(kernelName) });
  }
  return missing;
}

function kernelFunction(kernelName: string): tf.KernelFunc {
  const compose = compositions[kernelName] as Composition;
  // The engine hands whole tensors to kernels, and operations called inside a kernel are not recorded for gradients.
  return ({ inputs, attrs }) => tf.tidy(() => compose(inputs as Record<string, tf.Tensor>, attrs ?? {}));
}

function hasKernel(kernelName: string): boolean {
  // Undefined when there is none, against what the type says.
  return (tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined) !== undefined;
}
