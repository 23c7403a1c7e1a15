import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { useBackend } from '../../../src/node/backend';
import { createRandom } from '../../../src/internal';
import { registerWasmKernels } from '../../../src/tensor';

type Compute = () => tf.Tensor[];

beforeAll(async () => {
  await useBackend('cpu');
  await useBackend('wasm');
});

/** Runs on both backends and compares; the tensors are made anew on each, from the same stream. */
async function expectSame(compute: Compute): Promise<void> {
  const results: { shape: number[]; values: Float32Array }[][] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const tensors = compute();
    results.push(tensors.map((tensor) => ({ shape: tensor.shape, values: Float32Array.from(tensor.dataSync()) })));
    tf.dispose(tensors);
    expect(tf.memory().numTensors).toBe(before);
  }
  const [cpu = [], wasm = []] = results;
  expect(wasm.map(({ shape }) => shape)).toEqual(cpu.map(({ shape }) => shape));
  cpu.forEach(({ values }, index) => {
    const got = wasm[index]?.values ?? new Float32Array();
    const scale = Math.max(1, ...values.map(Math.abs));
    expect(Math.max(0, ...values.map((value, at) => Math.abs(value - (got[at] ?? NaN))))).toBeLessThan(1e-5 * scale);
  });
}

function values(shape: number[], label: string): tf.Tensor {
  const random = createRandom(1, label);
  return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.uniform() * 2 - 1), shape);
}

describe('kernels that the wasm backend lacks', () => {
  it('are registered once', () => {
    expect(registerWasmKernels()).toEqual([]);
    for (const name of ['Conv2DBackpropFilter', 'DepthwiseConv2dNativeBackpropFilter', 'DepthwiseConv2dNativeBackpropInput', 'UnsortedSegmentSum']) {
      expect(tf.getKernel(name, 'wasm')).toBeDefined();
    }
  });

  const pads = ['valid', 'same', 2] as const;
  const convolutions = [1, 2, 3].flatMap((strides) => pads.flatMap((pad) => [1, 3].map((filter) => ({ strides, pad, filter }))));

  it.each(convolutions)('gradients of a convolution: strides $strides, pad $pad, filter $filter', async ({ strides, pad, filter }) => {
    await expectSame(() => {
      const x = values([2, 9, 8, 3], 'x') as tf.Tensor4D;
      const w = values([filter, filter, 3, 5], 'w') as tf.Tensor4D;
      const gradients = tf.grads((a, b) => tf.sum(tf.square(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad, 'NHWC', 1, pad === 2 ? 'floor' : undefined))))([x, w]);
      tf.dispose([x, w]);
      return gradients;
    });
  });

  it('gradient of a convolution with unequal sides, strides and explicit pads', async () => {
    await expectSame(() => {
      const x = values([1, 7, 11, 2], 'x') as tf.Tensor4D;
      const w = values([2, 5, 2, 3], 'w') as tf.Tensor4D;
      const pads: tf.backend_util.ExplicitPadding = [[0, 0], [1, 0], [2, 3], [0, 0]];
      const gradients = tf.grads((a, b) => tf.sum(tf.square(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, [2, 3], pads, 'NHWC', 1, 'floor'))))([x, w]);
      tf.dispose([x, w]);
      return gradients;
    });
  });

  it('the filter gradient of a channels-first convolution', async () => {
    await expectSame(() => {
      const x = values([2, 3, 6, 5], 'x') as tf.Tensor4D;
      const dy = values([2, 4, 6, 5], 'dy') as tf.Tensor4D;
      const gradient = tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, { strides: 1, pad: 'same', dataFormat: 'NCHW', filterShape: [3, 3, 3, 4] });
      tf.dispose([x, dy]);
      return [gradient as tf.Tensor];
    });
  });

  const explicit: tf.backend_util.ExplicitPadding = [[0, 0], [2, 1], [0, 2], [0, 0]];
  const depthwisePads = ['valid', 'same', explicit] as const;
  const depthwise = [1, 2, 3].flatMap((strides) => depthwisePads.flatMap((pad) => [1, 2].map((multiplier) => ({ strides, pad, multiplier }))));

  it.each(depthwise)('gradients of a depthwise convolution: strides $strides, pad $pad, multiplier $multiplier', async ({ strides, pad, multiplier }) => {
    await expectSame(() => {
      const x = values([2, 9, 8, 3], 'x') as tf.Tensor4D;
      const w = values([3, 2, 3, multiplier], 'w') as tf.Tensor4D;
      const gradients = tf.grads((a, b) => tf.sum(tf.square(tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad, 'NHWC', 1, pad === explicit ? 'floor' : undefined))))([x, w]);
      tf.dispose([x, w]);
      return gradients;
    });
  });

  it.each(['valid', 'same'] as const)('a dilated depthwise convolution (pad %s) has the gradients of finite differences', async (pad) => {
    await tf.setBackend('wasm');
    const x = values([1, 8, 7, 2], 'x') as tf.Tensor4D;
    const w = values([3, 2, 2, 1], 'w') as tf.Tensor4D;
    const forward = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, pad, 'NHWC', [2, 3]);
    const dy = tf.tidy(() => tf.onesLike(forward(x, w)));
    const attributes = { strides: 1, pad, dilations: [2, 3] };
    const dx = tf.engine().runKernel<tf.Tensor>('DepthwiseConv2dNativeBackpropInput', { dy, filter: w }, { ...attributes, inputShape: x.shape });
    const dw = tf.engine().runKernel<tf.Tensor>('DepthwiseConv2dNativeBackpropFilter', { x, dy }, { ...attributes, filterShape: w.shape });
    // The convolution is linear in each argument, so a difference of one step is exact up to rounding.
    const base = tf.tidy(() => tf.sum(forward(x, w)).dataSync()[0] ?? NaN);
    const differences = (of: tf.Tensor, result: (changed: tf.Tensor) => tf.Tensor): number[] =>
      Array.from({ length: of.size }, (_, index) =>
        tf.tidy(() => {
          const step = tf.tensor(Float32Array.from({ length: of.size }, (_, at) => (at === index ? 1 : 0)), of.shape);
          return (tf.sum(result(tf.add(of, step))).dataSync()[0] ?? NaN) - base;
        }),
      );
    const close = (got: tf.Tensor, wanted: number[]): void => {
      const data = got.dataSync();
      wanted.forEach((value, index) => expect(data[index]).toBeCloseTo(value, 4));
    };
    close(dx, differences(x, (changed) => forward(changed, w)));
    close(dw, differences(w, (changed) => forward(x, changed)));
    tf.dispose([x, w, dy, dx, dw]);
  });

  it.each(['float32', 'int32', 'bool'] as const)('one-hot rows of dtype %s, also with other values than 1 and 0', async (dtype) => {
    await expectSame(() => {
      const labels = tf.tensor1d([2, 0, 1], 'int32');
      const rows = [tf.oneHot(labels, 3, 1, 0, dtype), ...(dtype === 'bool' ? [] : [tf.oneHot(labels, 4, 5, -2, dtype)])];
      labels.dispose();
      expect(rows.map((row) => row.dtype)).toEqual(rows.map(() => dtype));
      return rows;
    });
  });

  it('gradient of gathering rows, with repeated and missing ones', async () => {
    await expectSame(() => {
      const table = values([6, 4], 'table');
      const gradient = tf.grad((t: tf.Tensor) => tf.sum(tf.square(tf.gather(t, tf.tensor1d([0, 2, 2, 5, 2], 'int32')))))(table);
      tf.dispose(table);
      return [gradient];
    });
  });

  it('sums by segment: any rank, and rows of no segment are left out', async () => {
    await expectSame(() =>
      tf.tidy(() => [
        tf.unsortedSegmentSum(values([5, 2, 3], 'x'), tf.tensor1d([1, 0, 1, -1, 7], 'int32'), 3),
        tf.unsortedSegmentSum(values([4], 'y') as tf.Tensor1D, tf.tensor1d([2, 2, 0, 2], 'int32'), 4),
      ]),
    );
  });

  it('a small convolutional net learns the same on wasm as on cpu', async () => {
    await expectSame(() => {
      const start = [values([3, 3, 1, 4], 'filter') as tf.Tensor4D, values([3, 3, 4, 1], 'separable') as tf.Tensor4D, values([4, 2], 'dense') as tf.Tensor2D] as const;
      const filter = tf.variable(start[0]);
      const separable = tf.variable(start[1]);
      const dense = tf.variable(start[2]);
      tf.dispose([...start]);
      const images = values([4, 8, 8, 1], 'images') as tf.Tensor4D;
      const optimizer = tf.train.sgd(0.05);
      for (let step = 0; step < 5; step++) {
        optimizer.minimize(() => {
          const low = tf.maxPool(tf.relu(tf.conv2d(images, filter, 1, 'same')), 2, 2, 'valid');
          const high = tf.avgPool(tf.depthwiseConv2d(low, separable, 1, 'same'), 2, 2, 'valid');
          return tf.mean(tf.square(tf.matMul(tf.mean<tf.Tensor2D>(high, [1, 2]), dense)));
        });
      }
      optimizer.dispose();
      const learned = [filter, separable, dense].map((variable) => tf.clone(variable));
      tf.dispose([filter, separable, dense, images]);
      return learned;
    });
  });
});
