import * as fc from 'fast-check';
import { CosineSimilarity, Entropy, HSIC, JSDivergence, KLDivergence, MaximumMeanDiscrepancy, MeanPairwiseDistance, MutualInformation } from '../../../src/metrics';
import { describeContract, subject, tensorsOf } from '../contract';

const float = fc.float({ min: -4, max: 4, noNaN: true });
const three = fc.tuple(float, float, float);
const pairs = { example: fc.tuple(three, three), batch: tensorsOf('float32', 'float32') };
const otherSizes = { 'fewer targets': () => [[[1, 2, 3]], []], 'another width': () => [[[1, 2, 3]], [[1, 2]]], ragged: () => [[[1, 2, 3], [1]], [[1, 2, 3], [1, 2, 3]]] };
const noBatch = { 'logits without a batch axis': () => [[1, 2, 3], [1, 2, 3]] };
const labelled = { example: fc.tuple(three, fc.integer({ min: 0, max: 2 })), batch: tensorsOf('float32', 'int32') };
const batchwise = 'it is an average over batches';
/** Neither equal nor so near that single precision takes them for equal: by the median rule the value jumps there. */
const spread = fc.noBias(fc.integer({ min: -4096, max: 4096 }).map((value) => value / 1024));
const hsic = {
  example: fc.tuple(fc.tuple(spread, spread, spread), fc.tuple(spread)),
  batch: tensorsOf('float32', 'float32'),
  refused: { 'fewer targets': () => [[[1], [2]], [[1]]], vectors: () => [[1, 2, 3, 4], [1, 2, 3, 4]] },
  dependsOnSplit: batchwise,
  // One less makes a batch that counts.
  atLeast: 5,
};

describeContract([
  subject({ name: 'CosineSimilarity', make: (options) => new CosineSimilarity(options), ...pairs, refused: { ...otherSizes, vectors: () => [[1, 2], [1, 2]] } }),
  subject({ name: 'MeanPairwiseDistance', make: (options) => new MeanPairwiseDistance(options), ...pairs, refused: { ...otherSizes, numbers: () => [1, 2] } }),
  subject({ name: 'MeanPairwiseDistance, p 3', make: (options) => new MeanPairwiseDistance({ ...options, p: 3, eps: 0.5 }), ...pairs, refused: otherSizes }),
  subject({ name: 'Entropy', make: (options) => new Entropy(options), ...labelled, refused: { ...noBatch, text: () => [['a'], [0]] } }),
  subject({ name: 'KLDivergence', make: (options) => new KLDivergence(options), ...pairs, refused: { ...otherSizes, ...noBatch } }),
  subject({ name: 'JSDivergence', make: (options) => new JSDivergence(options), ...pairs, refused: { ...otherSizes, ...noBatch } }),
  subject({ name: 'MutualInformation', make: (options) => new MutualInformation(options), ...labelled, refused: { ...noBatch, 'another number of classes': () => [[[1, 2]], [0]] } }),
  subject({ name: 'HSIC, by the median rule', make: (options) => new HSIC(options), ...hsic }),
  subject({ name: 'HSIC, of given widths', make: (options) => new HSIC({ ...options, sigmaX: 2, sigmaY: 1 }), ...hsic }),
  subject({ name: 'MaximumMeanDiscrepancy', make: (options) => new MaximumMeanDiscrepancy({ ...options, var: 4 }), ...pairs, refused: { ...otherSizes, vectors: () => [[1, 2], [1, 2]] }, dependsOnSplit: batchwise, atLeast: 3, tolerance: 5e-3 }),
]);
