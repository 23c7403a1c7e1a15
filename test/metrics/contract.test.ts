import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { Accuracy, Average, EpochMetric, GeometricAverage, Loss, MetricGroup, MetricsLambda, RunningAverage, VariableAccumulation } from '../../src/metrics';
import { describeContract, subject, tensorsOf } from './contract';

const float = fc.float({ min: Math.fround(0.1), max: 8, noNaN: true });
const bit = fc.integer({ min: 0, max: 1 });
const squared = (yPred: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.mean(tf.squaredDifference(yPred, y));
const sums = (sum: number, x: number): number => sum + x;

describeContract([
  subject({
    name: 'Loss',
    make: (options) => new Loss(squared, options),
    example: fc.tuple(float, float),
    batch: tensorsOf('float32', 'float32'),
    refused: { 'targets without a size': () => [[1, 2], undefined] },
  }),
  ...[Average, GeometricAverage].map((Subject) =>
    subject({
      name: Subject.name,
      make: (options) => new Subject(options),
      example: fc.tuple(fc.tuple(float, float)),
      batch: (examples) => tensorsOf('float32')(examples)[0],
      refused: { text: () => 'text', 'another width': () => [[1, 2, 3], [4, 5, 6]] },
    }),
  ),
  subject({
    name: 'VariableAccumulation',
    make: (options) => new VariableAccumulation(sums, options),
    example: fc.tuple(fc.tuple(float, float)),
    batch: (examples) => tf.tidy(() => tf.sum(tensorsOf('float32')(examples)[0] ?? tf.scalar(0), 0)),
    refused: { text: () => 'text', 'another width': () => [[1, 2, 3], [4, 5, 6]] },
    before: [0, 0],
    dependsOnSplit: 'it counts outputs',
    hostOnly: 'its operation is a function of numbers',
  }),
  subject({
    name: 'EpochMetric',
    make: (options) => new EpochMetric(({ data }, y) => data.reduce((sum, value, index) => sum + value * (y.data[index] ?? NaN), 0), options),
    example: fc.tuple(float, float),
    batch: tensorsOf('float32', 'float32'),
    refused: { 'two sizes': () => [[1, 2], [1]], 'rank 3': () => [[[[1]]], [[[1]]]] },
  }),
  subject({
    name: 'RunningAverage',
    make: ({ communicator } = {}) => new RunningAverage({ outputTransform: (output) => output, alpha: 0.5, ...(communicator && { communicator }) }),
    example: float,
    batch: (examples: readonly number[]) => tf.scalar(examples.at(-1) ?? 0),
    refused: { text: () => 'text', 'another shape': () => [1, 2] },
    before: null,
    dependsOnSplit: 'it averages batches',
    dependsOnOrder: 'the last batch weighs most',
    hostOnly: 'its value is read after each update, as often as a batch is',
  }),
  subject({
    name: 'MetricsLambda',
    make: (options) => new MetricsLambda((loss, accuracy) => loss + 2 * accuracy, [new Loss(squared, options), new Accuracy(options)]),
    example: fc.tuple(bit, bit),
    batch: tensorsOf('int32', 'int32'),
    refused: {},
  }),
  subject({
    name: 'MetricGroup',
    make: (options) => new MetricGroup({ loss: new Loss(squared, options), accuracy: new Accuracy(options) }),
    example: fc.tuple(bit, bit),
    batch: tensorsOf('int32', 'int32'),
    refused: {},
  }),
]);
