import { NotComputableError, ShapeError } from '../../../src/errors';
import { HitRate, NDCG } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const nobody = [[[1, 2]], [[0, 0]]] as const;

test.each<[string, (options: object) => HitRate | NDCG]>([
  ['HitRate', (options) => new HitRate({ ...options, topK: [2] })],
  ['NDCG', (options) => new NDCG({ ...options, topK: [2] })],
])('%s: users without a relevant item are left out, or count 0', async (_, make) => {
  const [left, counted] = [make({}), make({ ignoreZeroHits: false })];
  for (const metric of [left, counted]) await metric.update(nobody);
  expect(() => left.compute()).toThrow(NotComputableError);
  expect(await counted.compute()).toEqual([0]);
  for (const metric of [left, counted]) await metric.update([[[1, 2]], [[0, 1]]]);
  expect(await left.compute()).toEqual([1]);
  expect(await counted.compute()).toEqual([0.5]);
});

test('values come in the order of the lengths, and repeated lengths stay', async () => {
  const hitRate = new HitRate({ topK: [3, 1, 3] });
  await hitRate.update([[[3, 2, 1]], [[0, 1, 0]]]);
  expect(hitRate.topK).toEqual([1, 3, 3]);
  expect(await hitRate.compute()).toEqual([0, 1, 1]);
});

test('an empty batch adds nothing', async () => {
  const hitRate = new HitRate();
  const empty = { dtype: 'float32', shape: [0, 3], data: new Float32Array() } as const;
  await hitRate.update([empty, empty]);
  expect(() => hitRate.compute()).toThrow(NotComputableError);
});

test.each([
  ['vectors', [[1, 2], [1, 0]]],
  ['other shapes', [[[1, 2]], [[1, 0, 0]]]],
  ['no items', [[[]], [[]]]],
  ['a third element', [[[1, 2]], [[1, 0]], [0]]],
  ['one element', [[[1, 2]]]],
  ['text', [[['a', 'b']], [[1, 0]]]],
])('refuses %s', (_, output) => {
  const ndcg = new NDCG({ topK: [1] });
  expect(() => ndcg.update(output as never)).toThrow(ShapeError);
  expect(() => ndcg.compute()).toThrow(NotComputableError);
});
