import * as fc from 'fast-check';
import { CalinskiHarabaszScore, DaviesBouldinScore, SilhouetteScore } from '../../../src/metrics';
import { describeContract, subject, tensorsOf } from '../contract';

const feature = fc.float({ min: Math.fround(0.1), max: 8, noNaN: true });
const clustered = {
  example: fc.tuple(fc.tuple(feature, feature), fc.integer({ min: 0, max: 2 })),
  batch: tensorsOf('float32', 'int32'),
  refused: {
    'another number of features': () => [[[1, 2, 3]], [0]],
    'a column of labels': () => [[[1, 2]], [[0]]],
    'more labels than features': () => [[[1, 2]], [0, 1]],
    'features that are not finite': () => [{ dtype: 'float32', shape: [1, 2], data: Float32Array.of(1, NaN) }, Int32Array.of(1)],
    'another dtype': () => [{ dtype: 'int32', shape: [1, 2], data: Int32Array.of(1, 2) }, Int32Array.of(1)],
  },
};

describeContract([
  subject({ name: 'CalinskiHarabaszScore', make: (options) => new CalinskiHarabaszScore(options), ...clustered }),
  subject({ name: 'DaviesBouldinScore', make: (options) => new DaviesBouldinScore(options), ...clustered }),
  subject({ name: 'SilhouetteScore', make: (options) => new SilhouetteScore(options), ...clustered }),
  subject({ name: 'SilhouetteScore, manhattan', make: (options) => new SilhouetteScore({ ...options, silhouetteKwargs: { metric: 'manhattan' } }), ...clustered }),
  subject({ name: 'SilhouetteScore, cosine', make: (options) => new SilhouetteScore({ ...options, silhouetteKwargs: { metric: 'cosine' } }), ...clustered }),
]);
