import * as fc from 'fast-check';
import { Accuracy, ConfusionMatrix, Fbeta, Precision, Recall } from '../../../src/metrics';
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
]);
