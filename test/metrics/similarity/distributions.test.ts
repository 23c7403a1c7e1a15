import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../../src/errors';
import { Entropy, JSDivergence, KLDivergence, MutualInformation } from '../../../src/metrics';
import { disposeTensors } from '../../../src/tensor';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const yPred = [[0, 0.5, 2], [1, -1, 0.25], [3, 0, 0], [-2, 1, 1.5]];
const y = [[1, 0, -0.5], [0.25, 2, 0], [0, 0, 1], [1, 1, 1]];

const metrics = { Entropy, KLDivergence, JSDivergence, MutualInformation };
const each = [
  ['Entropy', 0.68116528],
  ['KLDivergence', 1.14679456],
  ['JSDivergence', 0.21872845],
  ['MutualInformation', 0.34642124],
] as const;

describe.each(each)("%s is Ignite's %p", (name, expected) => {
  /** Disposes the tensors. */
  const valueOf = async (pair: readonly [tf.Tensor | number[][], tf.Tensor | number[][]], options = {}): Promise<number> => {
    const metric = new metrics[name](options);
    await metric.update(pair);
    disposeTensors(pair);
    const value = await metric.compute();
    metric.dispose();
    return value;
  };
  /** Two examples of two positions each. */
  const positions = (rows: number[][]): tf.Tensor => tf.tensor3d([rows.slice(0, 2), rows.slice(2)]);
  const classesSecond = (rows: number[][]): tf.Tensor => tf.tidy(() => tf.transpose(positions(rows), [0, 2, 1]));

  test.each(['near', 'dear'])('with the classes last or second, reads %s', async (reads) => {
    if (reads === 'dear') pretendReadsAreDear();
    const before = tf.memory().numTensors;
    expect(await valueOf([tf.tensor2d(yPred), tf.tensor2d(y)])).toBeCloseTo(expected, 5);
    expect(await valueOf([positions(yPred), positions(y)])).toBeCloseTo(expected, 5);
    expect(await valueOf([classesSecond(yPred), classesSecond(y)], { layout: 'NCHW' })).toBeCloseTo(expected, 5);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('of plain arrays', async () => expect(await valueOf([yPred, y])).toBeCloseTo(expected, 7));

  test.each(['near', 'dear'])('does not care how large logits are, reads %s', async (reads) => {
    if (reads === 'dear') pretendReadsAreDear();
    const shifted = (rows: number[][]): tf.Tensor => tf.tensor2d(rows.map((row) => row.map((value) => value + 1024)));
    expect(await valueOf([shifted(yPred), shifted(y)])).toBeCloseTo(expected, 4);
  });

  test('int32 logits are numbers too', async () => {
    const [predicted, actual] = [[[2, 0, 1], [0, 0, 3]], [[1, 1, 0], [0, 2, 0]]];
    expect(await valueOf([tf.tensor2d(predicted, undefined, 'int32'), tf.tensor2d(actual, undefined, 'int32')])).toBeCloseTo(await valueOf([predicted, actual]), 8);
  });

  test('a NaN makes NaN', async () => expect(await valueOf([[[NaN, 1]], [[0, 1]]])).toBeNaN());

  test('refuses options and shapes that do not fit', () => {
    expect(() => new metrics[name]({ layout: 'channelsLast' } as never)).toThrow(OptionError);
    const metric = new metrics[name]();
    for (const pair of [[[1, 2], [1, 2]], [1, 1]] as const) expect(() => metric.update(pair as never)).toThrow(ShapeError);
  });
});

test.each(['near', 'dear'])('divergences of certain and opposite distributions, reads %s', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  const [certain, opposite] = [tf.tensor2d([[400, 0, 0]]), tf.tensor2d([[0, 400, 0]])];
  const [kl, js] = [new KLDivergence(), new JSDivergence()];
  for (const metric of [kl, js]) await metric.update([certain, opposite]);
  tf.dispose([certain, opposite]);
  expect(await kl.compute()).toBeCloseTo(400, 4);
  expect(await js.compute()).toBeCloseTo(Math.LN2, 6);
  for (const metric of [kl, js]) metric.dispose();
});

test('two equal distributions do not diverge, and one class has no entropy', async () => {
  const [kl, js, entropy] = [new KLDivergence(), new JSDivergence(), new Entropy()];
  await kl.update([y, y]);
  await js.update([y, y]);
  await entropy.update([[[5], [7]], null]);
  expect(await kl.compute()).toBe(0);
  expect(await js.compute()).toBeCloseTo(0, 15);
  expect(await entropy.compute()).toBe(0);
});

test('a class that cannot be: its entropy is NaN, as in Ignite, and the divergence from it infinite', async () => {
  const impossible = [[0, -Infinity, 1]];
  const [entropy, kl] = [new Entropy(), new KLDivergence()];
  await entropy.update([impossible, [0]]);
  await kl.update([impossible, [[0, 0, 0]]]);
  expect(await entropy.compute()).toBeNaN();
  expect(await kl.compute()).toBe(Infinity);
});
