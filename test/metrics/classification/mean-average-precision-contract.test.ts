import * as fc from 'fast-check';
import { MeanAveragePrecision } from '../../../src/metrics';
import { describeContract, subject, tensorsOf } from '../contract';

const score = fc.float({ min: -4, max: 4, noNaN: true });
const bit = fc.integer({ min: 0, max: 1 });

describeContract([
  subject({
    name: 'MeanAveragePrecision, binary',
    make: (options) => new MeanAveragePrecision(options),
    example: fc.tuple(score, bit),
    batch: tensorsOf('float32', 'int32'),
    refused: { '2 among 0 and 1': () => [[0.2], [2]], 'integer scores': () => [Int32Array.of(1), [1]], 'class scores': () => [[[1, 2]], [0]] },
  }),
  subject({
    name: 'MeanAveragePrecision, multiclass',
    make: (options) => new MeanAveragePrecision({ ...options, classMean: null, recThresholds: [0.1, 0.5, 0.9] }),
    example: fc.tuple(fc.tuple(score, score, score), fc.integer({ min: 0, max: 2 })),
    batch: tensorsOf('float32', 'int32'),
    refused: { 'another number of classes': () => [[[1, 2]], [0]], 'a class that there is not': () => [[[1, 2, 3]], [3]] },
  }),
  subject({
    name: 'MeanAveragePrecision, multilabel',
    make: (options) => new MeanAveragePrecision({ ...options, classMean: 'micro', isMultilabel: true }),
    example: fc.tuple(fc.tuple(score, score), fc.tuple(bit, bit)),
    batch: tensorsOf('float32', 'int32'),
    refused: { 'another number of labels': () => [[[0.1, 0.2, 0.3]], [[1, 0, 0]]] },
  }),
]);
