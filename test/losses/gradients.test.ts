import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { bce, bceWithLogits, crossEntropy, huber, klDiv, l1, mse, nll, smoothL1 } from '../../src/losses';
import { valueAndGradients } from '../../src/tensor';
import { useTestBackend } from '../support/backend';

useTestBackend();

type Loss = (yPred: tf.Tensor, y: tf.Tensor) => tf.Tensor;
type Formula = (x: number[][], y: number[][]) => number;

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const pairs = (x: number[][], y: number[][]) => x.flat().map((value, index): [number, number] => [value, y.flat()[index] ?? NaN]);
const logSoftmax = (row: number[]) => {
  const top = Math.max(...row);
  const total = Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0));
  return row.map((value) => value - top - total);
};
const label = (row: number[] | undefined) => Math.round(row?.[0] ?? 0);
const weight = [0.5, 2, 1];

/** Published formulas in double precision; targets of classes are the first column of `y`. */
const elementwise: Record<string, [Loss, Formula]> = {
  mse: [mse, (x, y) => mean(pairs(x, y).map(([a, b]) => (a - b) ** 2))],
  l1: [l1, (x, y) => mean(pairs(x, y).map(([a, b]) => Math.abs(a - b)))],
  'smoothL1 with beta': [(a, b) => smoothL1(a, b, { beta: 0.7 }), (x, y) => mean(pairs(x, y).map(([a, b]) => (Math.abs(a - b) < 0.7 ? (a - b) ** 2 / 1.4 : Math.abs(a - b) - 0.35)))],
  'huber with delta': [(a, b) => huber(a, b, { delta: 0.7 }), (x, y) => mean(pairs(x, y).map(([a, b]) => (Math.abs(a - b) <= 0.7 ? (a - b) ** 2 / 2 : 0.7 * (Math.abs(a - b) - 0.35))))],
  bceWithLogits: [bceWithLogits, (x, y) => mean(pairs(x, y).map(([a, b]) => (1 - b) * a + Math.log1p(Math.exp(-a))))],
  'bceWithLogits with posWeight': [
    (a, b) => bceWithLogits(a, b, { posWeight: weight }),
    (x, y) => mean(pairs(x, y).map(([a, b], index) => (1 - b) * a + (1 + ((weight[index % 3] ?? 1) - 1) * b) * Math.log1p(Math.exp(-a)))),
  ],
  'bce of a sigmoid': [(a, b) => bce(tf.sigmoid(a), b), (x, y) => mean(pairs(x, y).map(([a, b]) => (1 - b) * a + Math.log1p(Math.exp(-a))))],
  'klDiv of probabilities': [
    (a, b) => klDiv(tf.logSoftmax(a as tf.Tensor2D), tf.softmax(b as tf.Tensor2D), { reduction: 'batchmean' }),
    (x, y) => mean(x.map((row, at) => logSoftmax(y[at] ?? []).reduce((sum, q, index) => sum + Math.exp(q) * (q - (logSoftmax(row)[index] ?? NaN)), 0))),
  ],
  'crossEntropy of probabilities': [
    (a, b) => crossEntropy(a, tf.softmax(b as tf.Tensor2D), { labelSmoothing: 0.2 }),
    (x, y) => mean(x.map((row, at) => -logSoftmax(y[at] ?? []).reduce((sum, q, index) => sum + (0.8 * Math.exp(q) + 0.2 / 3) * (logSoftmax(row)[index] ?? NaN), 0))),
  ],
};

const labels = (y: tf.Tensor) => tf.cast(tf.squeeze(tf.slice(y as tf.Tensor2D, [0, 0], [-1, 1]), [1]), 'int32');
const classes: Record<string, [Loss, Formula]> = {
  crossEntropy: [(a, b) => crossEntropy(a, labels(b)), (x, y) => mean(x.map((row, at) => -(logSoftmax(row)[label(y[at])] ?? NaN)))],
  nll: [(a, b) => nll(tf.logSoftmax(a as tf.Tensor2D), labels(b)), (x, y) => mean(x.map((row, at) => -(logSoftmax(row)[label(y[at])] ?? NaN)))],
  'crossEntropy with weights': [
    (a, b) => crossEntropy(a, labels(b), { weight }),
    (x, y) => {
      const weights = y.map((row) => weight[label(row)] ?? NaN);
      return mean(x.map((row, at) => -(weights[at] ?? NaN) * (logSoftmax(row)[label(y[at])] ?? NaN))) / mean(weights);
    },
  ],
  'crossEntropy with smoothing, weights and an ignored class': [
    (a, b) => crossEntropy(a, labels(b), { weight, labelSmoothing: 0.3, ignoreIndex: 1, reduction: 'sum' }),
    (x, y) =>
      x.reduce((sum, row, at) => {
        const target = label(y[at]);
        if (target === 1) return sum;
        const logs = logSoftmax(row);
        const even = logs.reduce((total, log, index) => total + log * (weight[index] ?? NaN), 0);
        return sum - 0.7 * (weight[target] ?? NaN) * (logs[target] ?? NaN) - 0.1 * even;
      }, 0),
  ],
};

const matrix = (element: fc.Arbitrary<number>) => fc.array(fc.array(element, { minLength: 3, maxLength: 3 }), { minLength: 4, maxLength: 4 });
const score = fc.double({ min: -3, max: 3, noNaN: true }).map((value) => Math.round(value * 64) / 64 + 0.003); // away from kinks
const target = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => Math.round(value * 64) / 64);

function expectGradient([loss, formula]: [Loss, Formula], x: number[][], y: number[][]): void {
  const variable = tf.variable(tf.tensor2d(x));
  const before = tf.memory().numTensors;
  const { value, gradients } = tf.tidy(() => {
    const fixed = tf.tensor2d(y);
    const result = valueAndGradients(() => loss(variable, fixed) as tf.Scalar, [{ name: 'x', variable }]);
    return { value: result.value.dataSync()[0] ?? NaN, gradients: [...(result.gradients.get('x')?.dataSync() ?? [])] };
  });
  expect(tf.memory().numTensors).toBe(before);
  expect(Math.abs(value - formula(x, y))).toBeLessThan(1e-5 * (1 + Math.abs(value)));
  gradients.forEach((gradient, index) => {
    const shifted = (by: number) => formula(x.map((row, at) => row.map((each, column) => (at * 3 + column === index ? each + by : each))), y);
    const slope = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
    expect(Math.abs(gradient - slope)).toBeLessThan(1e-4 + 1e-3 * Math.abs(slope));
  });
  variable.dispose();
}

describe.each(Object.entries(elementwise))('%s', (_, loss) => {
  it('has the value and the slope of its formula, and leaves no tensors behind', () => {
    fc.assert(fc.property(matrix(score), matrix(target), (x, y) => expectGradient(loss, x, y)), { numRuns: 15 });
  });
});

describe.each(Object.entries(classes))('%s', (_, loss) => {
  it('has the value and the slope of its formula, and leaves no tensors behind', () => {
    fc.assert(fc.property(matrix(score), matrix(fc.integer({ min: 0, max: 2 })), (x, y) => expectGradient(loss, x, y)), { numRuns: 15 });
  });
});

describe('gradients at the edges', () => {
  const slopeOf = (loss: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor) => [...tf.grad((each: tf.Tensor) => loss(each))(x).dataSync()];

  it('are 0 where l1, smoothL1 and huber meet their target, as in torch', () => {
    const x = tf.tensor1d([1, 2]);
    for (const loss of [l1, smoothL1, huber]) expect(slopeOf((each) => loss(each, x), x).map(Math.abs)).toEqual([0, 0]);
  });

  it('of bceWithLogits stay finite for large logits', () => {
    expect(slopeOf((each) => bceWithLogits(each, tf.tensor1d([1, 0, 1])), tf.tensor1d([-1000, 1000, 0])).map((slope) => Math.round(slope * 1e4) / 1e4)).toEqual([-0.3333, 0.3333, -0.1667]);
  });

  it('of bce are finite for predictions of exactly 0 and 1', () => {
    expect(slopeOf((each) => bce(each, tf.tensor1d([0, 1])), tf.tensor1d([0, 1]))).toEqual([0, 0]);
    expect(slopeOf((each) => bce(each, tf.tensor1d([1, 0])), tf.tensor1d([0, 1])).every(Number.isFinite)).toBe(true);
  });

  it('of crossEntropy are finite beside a logit of minus infinity', () => {
    const x = tf.tensor2d([[0, 0, -Infinity]]);
    const y = tf.tensor1d([0], 'int32');
    expect(crossEntropy(x, y).dataSync()[0]).toBeCloseTo(Math.log(2), 6);
    expect(slopeOf((each) => crossEntropy(each, y), x)).toEqual([-0.5, 0.5, 0]);
  });

  it('are 0 in ignored rows', () => {
    const y = tf.tensor1d([0, -100], 'int32');
    const slopes = slopeOf((each) => crossEntropy(each, y), tf.tensor2d([[0, 0], [3, 4]]));
    expect(slopes.map((slope) => slope + 0)).toEqual([-0.5, 0.5, 0, 0]); // + 0 turns -0 into 0
  });

  it('reach probabilities that are computed as well', () => {
    const logits = tf.tensor2d([[1, 2]]);
    const slopes = slopeOf((each) => crossEntropy(logits, each), tf.tensor2d([[0.5, 0.5]]));
    expect(slopes[0]).toBeCloseTo(Math.log(1 + Math.E), 5);
    expect(slopes[1]).toBeCloseTo(Math.log(1 + Math.E) - 1, 5);
  });
});
