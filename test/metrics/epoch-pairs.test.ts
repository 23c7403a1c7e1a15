import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../src/errors';
import { EpochPairs } from '../../src/metrics/epoch-pairs';
import type { AllRows, EpochPairsDefinition, EpochPairsOptions } from '../../src/metrics/epoch-pairs';
import { epochPairsSchema } from '../../src/metrics/metric-options';
import { parseOptions } from '../../src/internal';
import { useTestBackend } from '../support/backend';
import { pretendReadsAreDear } from '../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

class Everything extends EpochPairs<number[][]> {
  constructor(definition: Partial<EpochPairsDefinition> = {}, options: EpochPairsOptions = {}) {
    super({ owner: 'Everything', keys: { required: ['left', 'right'] }, ...definition }, parseOptions('Everything', epochPairsSchema, options));
  }

  protected evaluatePairs(left: AllRows, right: AllRows): number[][] {
    if (left.data[0] === 99) throw new Error('99 is too much');
    return [[...left.shape], [...left.data], [...right.shape], [...right.data]];
  }
}

const SEEN = [[3], [1, 2, 3], [3, 2], [4, 5, 6, 7, 8, 9]];

test('hands everything over in order, a column as a vector', () => {
  const metric = new Everything();
  void metric.update([[[1], [2]], [[4, 5], [6, 7]]]);
  void metric.update([[3], [[8, 9]]]);
  expect(metric.compute()).toEqual(SEEN);
});

test('the same where reads are dear', async () => {
  pretendReadsAreDear();
  const metric = new Everything();
  const batch = [tf.tensor2d([[1], [2], [3]]), tf.tensor2d([[4, 5], [6, 7], [8, 9]])] as const;
  void metric.update(batch);
  tf.dispose([...batch]);
  expect(await metric.compute()).toEqual(SEEN);
});

test('what is refused is named as the inputs of the metric are', () => {
  const metric = new Everything();
  void metric.update([[1, 2], [3, 4]]);
  expect(() => metric.update([[[[1]]], [3]])).toThrow('Everything.left: expected shape [batch] or [batch, columns]');
  expect(() => metric.update([[1], [[1, 2]]])).toThrow('Everything.right: expected rows of shape [] as before');
  expect(() => metric.update([[1, 2], [3]])).toThrow('as many targets as predictions');
  expect(metric.compute()).toEqual([[2], [1, 2], [2], [3, 4]]);
});

test('another dtype than before is refused; plain arrays, which have none, go with any', () => {
  const metric = new Everything();
  const [whole, half] = [tf.tensor1d([2], 'int32'), tf.tensor1d([0.5])];
  void metric.update([[1], [1]]);
  void metric.update([whole, [1]]);
  expect(() => metric.update([half, [1]])).toThrow('dtype int32 and number as before');
  void metric.update([[3], half]);
  tf.dispose([whole, half]);
  expect(metric.compute()).toEqual([[3], [1, 2, 3], [3], [1, 1, 0.5]]);
});

test('a metric may refuse shapes and values; values that only a device has seen are refused by compute', async () => {
  const definition = {
    check: ({ shape }: { shape: readonly number[] }) => {
      if (shape.length === 2) throw new ShapeError({ owner: 'Everything', expected: 'a vector' });
    },
    checkValues: (left: ArrayLike<number>) => {
      if (left[0] === 0) throw new ShapeError({ owner: 'Everything', expected: 'no 0' });
    },
  };
  const metric = new Everything(definition);
  expect(() => metric.update([[[1, 2]], [1]])).toThrow('a vector');
  expect(() => metric.update([[0], [1]])).toThrow('no 0');
  pretendReadsAreDear();
  const zero = tf.tensor1d([0]);
  void metric.update([zero, zero]);
  zero.dispose();
  await expect(async () => metric.compute()).rejects.toThrow('no 0');
  metric.dispose();
});

test('checkComputeFn tries the first batch, and only that', () => {
  const metric = new Everything({}, { checkComputeFn: true });
  expect(() => metric.update([[99], [1]])).toThrow('99 is too much');
  void metric.update([[1], [1]]);
  void metric.update([[99], [1]]);
  expect(() => new Everything({}, { checkComputeFn: 1 as never })).toThrow(OptionError);
});
