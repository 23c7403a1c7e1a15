import * as fc from 'fast-check';
import { HitRate, NDCG } from '../../../src/metrics';
import { describeContract, subject, tensorsOf } from '../contract';

const score = fc.integer({ min: -3, max: 3 });
const user = (relevance: fc.Arbitrary<number>): fc.Arbitrary<[number[], number[]]> =>
  fc.tuple(fc.array(score, { minLength: 4, maxLength: 4 }), fc.array(relevance, { minLength: 4, maxLength: 4 }));
// Every user has a relevant item, so that no data are without one.
const relevant = (most: number): fc.Arbitrary<[number[], number[]]> =>
  user(fc.integer({ min: 0, max: most })).map(([scores, relevance]) => [scores, relevance.map((one, item) => (item === 2 ? Math.max(one, 1) : one))]);
const refused = {
  'different numbers of items': () => [[[1, 2, 3, 4]], [[0, 1, 0]]],
  vectors: () => [[1, 2], [0, 1]],
  'three of them': () => [[[1, 2, 3, 4]], [[0, 1, 0, 0]], [[0, 1, 0, 0]]],
};

describeContract([
  subject({
    name: 'HitRate',
    make: (options) => new HitRate({ ...options, topK: [1, 3] }),
    example: relevant(1),
    batch: tensorsOf('float32', 'int32'),
    refused: { ...refused, 'fewer items than the longest list': () => [[[1, 2]], [[0, 1]]] },
  }),
  subject({
    name: 'HitRate, users without a relevant item',
    make: (options) => new HitRate({ ...options, topK: 2, ignoreZeroHits: false }),
    example: user(fc.integer({ min: 0, max: 1 })),
    batch: tensorsOf('float32', 'bool'),
    refused,
  }),
  subject({ name: 'NDCG', make: (options) => new NDCG({ ...options, topK: [1, 3, 6] }), example: relevant(4), batch: tensorsOf('float32', 'float32'), refused }),
  subject({
    name: 'NDCG, linear gains and users without a relevant item',
    make: (options) => new NDCG({ ...options, topK: [2], ignoreZeroHits: false, gainFunction: 'linear_rank', relevanceThreshold: 2 }),
    example: user(fc.integer({ min: 0, max: 4 })),
    batch: tensorsOf('float32', 'int32'),
    refused,
  }),
]);
