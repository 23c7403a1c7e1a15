import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../../../src/errors';
import type { NDCGOptions } from '../../../src/metrics';
import { NDCG } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

/** What the metric says of one user, here and where reads are dear. */
async function gains(scores: readonly number[], relevance: readonly number[], options: NDCGOptions): Promise<readonly number[]> {
  const [near, far] = [new NDCG(options), new NDCG(options)];
  await near.update([[scores], [relevance]]);
  pretendReadsAreDear();
  await far.update([[scores], [relevance]].map((rows) => tf.tensor(rows, undefined, 'float32')) as [tf.Tensor, tf.Tensor]);
  const onDevice = await far.compute();
  jest.restoreAllMocks();
  const value = await near.compute();
  for (const [index, one] of value.entries()) expect(onDevice[index]).toBeCloseTo(one, 5);
  return value;
}

const second = 1 / Math.log2(3);
const third = 1 / 2;

test.each<[string, readonly number[], readonly number[], NDCGOptions, readonly number[]]>([
  ['gains are 2^y - 1', [3, 2, 1], [1, 0, 3], { topK: [1, 3] }, [1 / 7, (1 + 7 * third) / (7 + second)]],
  ['or y', [3, 2, 1], [1, 0, 3], { topK: [1, 3], gainFunction: 'linear_rank' }, [1 / 3, (1 + 3 * third) / (3 + second)]],
  ['below the threshold nothing is gained', [3, 2, 1], [1, 0, 3], { topK: [1, 3], relevanceThreshold: 2 }, [0, third]],
  ['a threshold below 0 lets loss count', [3, 2], [-1, 1], { topK: [2], relevanceThreshold: -1, gainFunction: 'linear_rank' }, [(-1 + second) / (1 - second)]],
  ['of equal scores the first item comes first', [1, 1, 1], [0, 1, 0], { topK: [1, 2, 3] }, [0, second, second]],
  ['lists end where the items end', [1, 2], [1, 0], { topK: [1, 9] }, [0, second]],
  ['of a single item', [1], [2], { topK: [3] }, [1]],
  ['items that are ruled out keep their places', [-Infinity, -Infinity, 1], [0, 1, 0], { topK: [3] }, [third]],
  ['NaN is the largest', [5, NaN], [1, 0], { topK: [2] }, [second]],
])('%s', async (_, scores, relevance, options, expected) => {
  const value = await gains(scores, relevance, options);
  expect(value).toHaveLength(expected.length);
  for (const [index, one] of expected.entries()) expect(value[index]).toBeCloseTo(one, 10);
});

test('a threshold includes the float32 next to it', async () => {
  const ndcg = new NDCG({ topK: [1], relevanceThreshold: 0.7 });
  await ndcg.update([{ dtype: 'float32', shape: [1, 2], data: Float32Array.of(2, 1) }, { dtype: 'float32', shape: [1, 2], data: Float32Array.of(0.7, 0) }]);
  expect(await ndcg.compute()).toEqual([1]);
});

test.each([{}, { topK: [] }, { topK: [1, 0] }, { topK: 3 }, { topK: [1], gainFunction: 'log_rank' }, { topK: [1], relevanceThreshold: NaN }])('refuses %j', (options) => {
  expect(() => new NDCG(options as NDCGOptions)).toThrow(OptionError);
});
