import * as fc from 'fast-check';
import type { MetricOptions } from '../../../src/metrics';
import {
  Accuracy,
  ClassificationReport,
  cmAccuracy,
  cmPrecision,
  cmRecall,
  CohenKappa,
  ConfusionMatrix,
  DiceCoefficient,
  Fbeta,
  IoU,
  JaccardIndex,
  MatthewsCorrCoef,
  meanIoU,
  MultiLabelConfusionMatrix,
  Precision,
  Recall,
  TopKCategoricalAccuracy,
} from '../../../src/metrics';
import { describeContract, subject, tensorsOf } from '../contract';

const float = fc.float({ min: Math.fround(0.1), max: 8, noNaN: true });
const bit = fc.integer({ min: 0, max: 1 });
const multiclass = {
  example: fc.tuple(fc.tuple(float, float, float), fc.integer({ min: 0, max: 2 })),
  batch: tensorsOf('float32', 'int32'),
  refused: { 'another number of classes': () => [[[1, 2]], [0]], 'as many targets as scores': () => [[[1, 2, 3]], [[0, 1, 0]]] },
};
const multilabel = {
  example: fc.tuple(fc.tuple(bit, bit), fc.tuple(bit, bit)),
  batch: tensorsOf('int32', 'int32'),
  refused: { 'another number of labels': () => [[[1, 0, 0]], [[1, 0, 0]]] },
};

const label = fc.integer({ min: 0, max: 3 });
const labels = {
  example: fc.tuple(label, label),
  batch: tensorsOf('int32', 'int32'),
  refused: {
    'a negative label': () => [Int32Array.of(0, -1), Int32Array.of(0, 1)],
    'fewer targets': () => [Int32Array.of(0, 1), Int32Array.of(0)],
    'three axes': () => [[[[1]]], [1]],
  },
};
const matrix = (options?: MetricOptions): ConfusionMatrix => new ConfusionMatrix({ ...options, numClasses: 3 });

describeContract([
  subject({
    name: 'Accuracy, binary',
    make: (options) => new Accuracy(options),
    example: fc.tuple(bit, bit),
    batch: tensorsOf('int32', 'int32'),
    refused: { '2 among 0 and 1': () => [[2], [1]], scores: () => [[[1, 2]], [0]] },
  }),
  subject({ name: 'Accuracy, multiclass', make: (options) => new Accuracy(options), ...multiclass }),
  subject({ name: 'Accuracy, multilabel', make: (options) => new Accuracy({ ...options, isMultilabel: true }), ...multilabel }),
  subject({ name: 'Precision, multiclass', make: (options) => new Precision({ ...options, average: 'weighted' }), ...multiclass }),
  subject({ name: 'Recall, multilabel', make: (options) => new Recall({ ...options, average: 'samples', isMultilabel: true }), ...multilabel }),
  subject({ name: 'ConfusionMatrix', make: (options) => new ConfusionMatrix({ ...options, numClasses: 3 }), ...multiclass }),
  subject({ name: 'Fbeta', make: ({ communicator } = {}) => Fbeta(2, { precision: new Precision({ ...(communicator && { communicator }) }), recall: new Recall({ ...(communicator && { communicator }) }) }), ...multiclass, refused: {} }),
  subject({ name: 'ClassificationReport', make: (options) => ClassificationReport({ ...options, outputDict: true }), ...multiclass }),
  subject({ name: 'ClassificationReport, multilabel', make: (options) => ClassificationReport({ ...options, outputDict: true, isMultilabel: true, beta: 2 }), ...multilabel }),
  subject({ name: 'IoU', make: (options) => IoU(matrix(options)), ...multiclass }),
  subject({ name: 'JaccardIndex', make: (options) => JaccardIndex(matrix(options), { ignoreIndex: 1 }), ...multiclass }),
  subject({ name: 'meanIoU', make: (options) => meanIoU(matrix(options)), ...multiclass }),
  subject({ name: 'DiceCoefficient', make: (options) => DiceCoefficient(matrix(options)), ...multiclass }),
  subject({ name: 'cmAccuracy', make: (options) => cmAccuracy(matrix(options)), ...multiclass }),
  subject({ name: 'cmPrecision', make: (options) => cmPrecision(matrix(options)), ...multiclass }),
  subject({ name: 'cmRecall', make: (options) => cmRecall(matrix(options), { average: false }), ...multiclass }),
  subject({
    name: 'MultiLabelConfusionMatrix',
    make: (options) => new MultiLabelConfusionMatrix({ ...options, numClasses: 2 }),
    ...multilabel,
    refused: { ...multilabel.refused, '2 among 0 and 1': () => [[[2, 0]], [[1, 0]]], 'a dtype of scores': () => [{ dtype: 'float32', shape: [1, 2], data: Float32Array.of(0, 1) }, [[0, 1]]] },
  }),
  subject({
    name: 'TopKCategoricalAccuracy',
    make: (options) => new TopKCategoricalAccuracy({ ...options, k: 2 }),
    ...multiclass,
    refused: { 'fewer classes than k': () => [[[1]], [0]], 'as many targets as scores': () => [[[1, 2, 3]], [[0, 1, 0]]], 'fewer targets': () => [[[1, 2, 3], [1, 2, 3]], [0]] },
  }),
  subject({ name: 'CohenKappa', make: (options) => new CohenKappa({ ...options, weights: 'linear' }), ...labels }),
  subject({
    name: 'CohenKappa, numClasses',
    make: (options) => new CohenKappa({ ...options, weights: 'quadratic', numClasses: 4 }),
    ...labels,
    refused: { ...labels.refused, 'a prediction that is no class': () => [Int32Array.of(4), Int32Array.of(0)], columns: () => [[[1, 0]], [[1, 0]]] },
  }),
  subject({
    name: 'MatthewsCorrCoef, scores',
    make: (options) => new MatthewsCorrCoef(options),
    ...multiclass,
    refused: { 'another number of classes': () => [[[1, 2]], [0]], 'labels after scores': () => [Int32Array.of(1), Int32Array.of(1)], 'fewer targets': () => [[[1, 2, 3], [1, 2, 3]], [0]] },
  }),
  subject({ name: 'MatthewsCorrCoef, labels', make: (options) => new MatthewsCorrCoef(options), ...labels, refused: { 'a fraction': () => [[0.5], [1]], 'three axes': () => [[[[1]]], [1]] } }),
]);
