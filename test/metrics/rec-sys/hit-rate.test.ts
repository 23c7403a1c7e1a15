import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../../src/errors';
import { HitRate } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

/** What the metric says of one user, here and where reads are dear. */
async function hits(scores: readonly number[], relevance: readonly number[], topK: readonly number[]): Promise<readonly number[]> {
  const [near, far] = [new HitRate({ topK }), new HitRate({ topK })];
  await near.update([[scores], [relevance]]);
  pretendReadsAreDear();
  await far.update([[scores], [relevance]].map((rows) => tf.tensor(rows)) as [tf.Tensor, tf.Tensor]);
  expect(await far.compute()).toEqual(await near.compute());
  jest.restoreAllMocks();
  return near.compute();
}

test.each([
  ['the best relevant item decides', [4, 2, 3, 1], [0, 0, 1, 1], [0, 1, 1, 1]],
  ['of equal scores the first item comes first', [1, 1, 1, 1], [0, 0, 1, 0], [0, 0, 1, 1]],
  ['graded relevance and relevance below 0', [1, 2, 3, 4], [0, 0.5, 0, -1], [0, 0, 1, 1]],
  ['items that are ruled out', [-Infinity, -Infinity, 0, 1], [0, 1, 0, 0], [0, 0, 0, 1]],
  ['NaN is the largest', [5, NaN, 6, 0], [1, 0, 0, 0], [0, 0, 1, 1]],
  ['an item of NaN', [5, NaN, 6, 0], [0, 1, 0, 0], [1, 1, 1, 1]],
])('%s', async (_, scores, relevance, expected) => {
  expect(await hits(scores, relevance, [1, 2, 3, 4])).toEqual(expected);
});

test('a number is a list of one, and 1 when nothing is said', async () => {
  const metrics = [new HitRate(), new HitRate({ topK: 1 }), new HitRate({ topK: 2 })];
  for (const metric of metrics) await metric.update([[[2, 1]], [[0, 1]]]);
  expect(metrics.map((metric) => metric.compute())).toEqual([[0], [0], [1]]);
});

test('refuses lists that are longer than there are items, though nobody has a relevant one', () => {
  expect(() => new HitRate({ topK: [1, 3] }).update([[[1, 2]], [[0, 0]]])).toThrow(ShapeError);
});

test.each([{ topK: [] }, { topK: [1, 0] }, { topK: 0 }, { topK: 1.5 }, { topK: '3' }, { topK: true }, { ignoreZeroHits: 1 }, { k: 1 }])('refuses %j', (options) => {
  expect(() => new HitRate(options as object)).toThrow(OptionError);
});
