import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { CohenKappa } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const y = [2, 0, 2, 2, 0, 1];
const yPred = [0, 0, 2, 2, 0, 2];

/** scikit-learn's cohen_kappa_score of the same. */
test.each([
  [null, 0.42857142857142855],
  ['linear', 0.5],
  ['quadratic', 0.5454545454545454],
] as const)('weights %p, with and without the number of classes', async (weights, expected) => {
  for (const numClasses of [null, 3]) {
    const kappa = new CohenKappa({ weights, numClasses });
    await kappa.update([yPred, y]);
    expect(kappa.compute()).toBeCloseTo(expected, 12);
  }
});

test.each([
  ['one label', null, null, 1, 0],
  ['one label, weighted', 'linear', null, 1, 0],
  ['label 0 only', null, null, 0, 0],
  ['label 0 only, weighted', 'linear', null, 0, NaN],
  ['label 0 only, weighted by squares', 'quadratic', null, 0, NaN],
  ['label 0 only, weighted, of three classes', 'linear', 3, 0, 0],
] as const)('%s', async (_, weights, numClasses, label, expected) => {
  const kappa = new CohenKappa({ weights, numClasses });
  await kappa.update([[label, label], [label, label]]);
  expect(kappa.compute()).toBe(expected);
});

test('the largest label counts for the weights, unless numClasses does', async () => {
  const kappas = [null, 3, 5].map((numClasses) => new CohenKappa({ weights: 'quadratic', numClasses }));
  for (const kappa of kappas) await kappa.update([yPred, y]);
  const [inferred, three, five] = kappas.map((kappa) => kappa.compute());
  expect(three).toBe(inferred);
  expect(five).toBeCloseTo(Number(three), 12); // all weights are divided by the same
});

test('columns are vectors, fractions are cut off, dtypes do not matter', async () => {
  const kappa = new CohenKappa();
  await kappa.update([Float32Array.from(yPred, (label) => label + 0.5), Int32Array.from(y)]);
  expect(kappa.compute()).toBeCloseTo(0.42857142857142855, 12);
  const column = new CohenKappa({ numClasses: 3 });
  await column.update([yPred.map((label) => [label]), y.map((label) => [label])]);
  expect(column.compute()).toBeCloseTo(0.42857142857142855, 12);
});

test('with numClasses other targets are ignored', async () => {
  const kappa = new CohenKappa({ numClasses: 3 });
  await kappa.update([[0], [255]]);
  expect(() => kappa.compute()).toThrow(NotComputableError);
  await kappa.update([[...yPred, 1, 0], [...y, -1, 3]]);
  expect(kappa.compute()).toBeCloseTo(0.42857142857142855, 12);
});

test.each([null, 3])('on the device labels are checked by compute (numClasses: %p)', async (numClasses) => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const kappa = new CohenKappa({ numClasses });
  const tensors = [tf.tensor1d(yPred, 'int32'), tf.tensor1d(y, 'int32'), tf.tensor1d([-1], 'int32'), tf.tensor1d([1], 'int32')] as const;
  await kappa.update([tensors[0], tensors[1]]);
  expect(await kappa.compute()).toBeCloseTo(0.42857142857142855, 6);
  await kappa.update([tensors[2], tensors[3]]);
  await expect(async () => kappa.compute()).rejects.toThrow(ShapeError);
  kappa.dispose();
  tf.dispose([...tensors]);
  expect(tf.memory().numTensors).toBe(before);
});

test('labels in columns: at once with numClasses or checkComputeFn, by compute without', async () => {
  const columns = [[[1, 0]], [[1, 0]]] as const;
  for (const options of [{ numClasses: 3 }, { checkComputeFn: true }]) expect(() => new CohenKappa(options).update(columns)).toThrow(ShapeError);
  const kappa = new CohenKappa();
  await kappa.update(columns);
  expect(() => kappa.compute()).toThrow(/labels from 0 on/);
  kappa.reset();
  await kappa.update([yPred, y]);
  expect(kappa.compute()).toBeCloseTo(0.42857142857142855, 12);
});

test('refuses options and labels that do not fit', () => {
  expect(() => new CohenKappa({ weights: 'cubic' as never })).toThrow(OptionError);
  expect(() => new CohenKappa({ numClasses: 1 })).toThrow(OptionError);
  for (const pair of [[[-1], [0]], [[0], [-1]], [[NaN], [0]]]) expect(() => new CohenKappa().update(pair as never)).toThrow(ShapeError);
  for (const pair of [[[-1], [0]], [[3], [0]]]) expect(() => new CohenKappa({ numClasses: 3 }).update(pair as never)).toThrow(ShapeError);
});
