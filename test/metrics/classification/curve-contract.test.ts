import * as fc from 'fast-check';
import { AveragePrecision, PrecisionRecallCurve, RocAuc, RocCurve } from '../../../src/metrics';
import { describeContract, subject, tensorsOf } from '../contract';

const score = fc.oneof(fc.float({ min: Math.fround(0.1), max: 8, noNaN: true }), fc.integer({ min: 1, max: 3 }));
const bit = fc.integer({ min: 0, max: 1 });
const scoresAndLabels = {
  example: fc.tuple(score, bit),
  batch: tensorsOf('float32', 'int32'),
  refused: {
    'several labels': () => [[[1, 2]], [[1, 0]]],
    'a score that is not finite': () => [Float32Array.of(1, NaN), Int32Array.of(0, 1)],
    'three labels': () => [Float32Array.of(1, 2, 3), Int32Array.of(0, 1, 2)],
    'more labels than scores': () => [Float32Array.of(1), Int32Array.of(0, 1)],
    'another dtype': () => [Int32Array.of(1, 2), Int32Array.of(0, 1)],
  },
};
const labelled = {
  example: fc.tuple(fc.tuple(score, score), fc.tuple(bit, bit)),
  batch: tensorsOf('float32', 'bool'),
  refused: { 'another number of labels': () => [[[1, 0, 0]], [[1, 0, 0]]] },
};

describeContract([
  subject({ name: 'RocAuc', make: (options) => new RocAuc(options), ...scoresAndLabels }),
  subject({ name: 'RocAuc, several labels', make: (options) => new RocAuc(options), ...labelled }),
  subject({ name: 'RocCurve', make: (options) => new RocCurve(options), ...scoresAndLabels }),
  subject({ name: 'PrecisionRecallCurve', make: (options) => new PrecisionRecallCurve(options), ...scoresAndLabels }),
  subject({ name: 'AveragePrecision', make: (options) => new AveragePrecision(options), ...scoresAndLabels }),
  subject({ name: 'AveragePrecision, several labels', make: (options) => new AveragePrecision(options), ...labelled }),
]);
