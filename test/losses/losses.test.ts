import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../src/errors';
import { bce, bceWithLogits, crossEntropy, huber, klDiv, l1, mse, nll, smoothL1 } from '../../src/losses';
import { useTestBackend } from '../support/backend';
import { onDeviceBackend } from '../support/device-backend';

useTestBackend();

const sameShape = { bce, bceWithLogits, huber, klDiv, l1, mse, smoothL1 };
/** Options that the types would refuse. */
const untyped = (options: object) => options as never;

describe.each(Object.entries(sameShape))('%s', (name, loss) => {
  it('refuses targets that TensorFlow.js would broadcast', () => {
    expect(() => loss(tf.zeros([4, 1]), tf.zeros([4]))).toThrow(ShapeError);
    expect(() => loss(tf.zeros([4, 1]), tf.zeros([4]))).toThrow(name);
  });

  it('refuses options that it does not have', () => {
    expect(() => (loss)(tf.zeros([1]), tf.zeros([1]), untyped({ reduce: true }))).toThrow(OptionError);
    expect(() => (loss)(tf.zeros([1]), tf.zeros([1]), untyped({ reduction: 'max' }))).toThrow(`${name}.reduction`);
  });

  it('reduces to the mean, the sum, or not at all', () => {
    const [x, y] = [tf.tensor2d([[0.25, 0.5], [0.75, 0.125]]), tf.tensor2d([[1, 0], [0, 1]])];
    const each = (loss)(x, y, { reduction: 'none' });
    expect(each.shape).toEqual([2, 2]);
    const sum = [...each.dataSync()].reduce((total, value) => total + value, 0);
    expect((loss)(x, y, { reduction: 'sum' }).dataSync()[0]).toBeCloseTo(sum, 5);
    expect((loss)(x, y).dataSync()[0]).toBeCloseTo(sum / 4, 5);
    expect((loss)(x, tf.cast(y, 'int32')).dataSync()[0]).toBeCloseTo(sum / 4, 5);
  });
});

describe.each([['crossEntropy', crossEntropy], ['nll', nll]] as const)('%s of labels', (name, loss) => {
  const scores = () => tf.logSoftmax(tf.tensor3d([[[1, 2, 3], [0, 0, 0]], [[3, 1, 1], [-1, 0, 5]]]));
  const labels = () => tf.tensor2d([[2, 0], [0, 1]], [2, 2], 'int32');

  it('takes any leading dimensions, the classes last', () => {
    const each = loss(scores(), labels(), { reduction: 'none' });
    expect(each.shape).toEqual([2, 2]);
    const expected = [...scores().dataSync()].filter((_, index) => [2, 3, 6, 10].includes(index)).map((score) => -score);
    [...each.dataSync()].forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 5));
    expect(loss(scores(), labels()).dataSync()[0]).toBeCloseTo(expected.reduce((sum, value) => sum + value, 0) / 4, 5);
  });

  it('takes one row', () => {
    expect(loss(tf.tensor1d([-1, 0]), tf.scalar(1, 'int32')).dataSync()[0]).toBeCloseTo(name === 'nll' ? -0 : Math.log(1 + Math.exp(-1)), 5);
  });

  it('refuses labels outside of the classes, float labels and other shapes', () => {
    for (const y of [[0, 3], [0, -1]]) expect(() => loss(tf.zeros([2, 3]), tf.tensor1d(y, 'int32'))).toThrow(ShapeError);
    expect(() => loss(tf.zeros([2, 3]), tf.tensor1d([0, 1]))).toThrow("tf.cast(y, 'int32')");
    expect(() => loss(tf.zeros([2, 3]), tf.zeros([2, 3], 'int32'))).toThrow(ShapeError);
    expect(() => loss(tf.zeros([2, 3]), tf.tensor1d([0, 1], 'int32'), { weight: [1, 2] })).toThrow('3 weights');
    expect(() => (loss)(tf.zeros([2, 3]), tf.tensor1d([0, 1], 'int32'), untyped({ ignore: 1 }))).toThrow(OptionError);
  });

  it('ignores rows of the ignored label even where their loss is infinite, and is NaN when nothing is left', () => {
    const infinite = tf.tensor2d([[-1, -2], [-Infinity, 0]]);
    const y = tf.tensor1d([0, 0], 'int32');
    expect(loss(infinite, y).dataSync()[0]).toBe(Infinity);
    const ignored = tf.tensor1d([0, -100], 'int32');
    expect(loss(infinite, ignored).dataSync()[0]).toBeCloseTo(name === 'nll' ? 1 : Math.log(1 + Math.exp(-1)), 5);
    expect(loss(infinite, tf.tensor1d([-100, -100], 'int32')).dataSync()[0]).toBeNaN();
  });

  it('gives on a device what it gives on the host, and NaN for a label that it cannot refuse there', async () => {
    const options = { weight: [1, 2, 3], ignoreIndex: 0 };
    const host = loss(scores(), labels(), options).dataSync()[0] ?? NaN;
    await onDeviceBackend(async () => {
      const wrong = tf.tensor2d([[2, 0], [0, 3]], [2, 2], 'int32');
      expect((await loss(scores(), labels(), options).data())[0]).toBeCloseTo(host, 5);
      expect((await loss(scores(), wrong, options).data())[0]).toBeNaN();
    });
  });
});

describe('options', () => {
  it('out of range are refused', () => {
    const x = tf.zeros([2]);
    expect(() => huber(x, x, { delta: 0 })).toThrow('huber.delta');
    expect(() => smoothL1(x, x, { beta: -1 })).toThrow('smoothL1.beta');
    expect(() => crossEntropy(tf.zeros([1, 2]), tf.zeros([1], 'int32'), { labelSmoothing: 2 })).toThrow('labelSmoothing');
  });

  it('smoothL1 with beta 0 is l1', () => {
    const [x, y] = [tf.tensor1d([1, -2, 0.25]), tf.tensor1d([0, 5, 0.25])];
    expect(smoothL1(x, y, { beta: 0 }).dataSync()[0]).toBe(l1(x, y).dataSync()[0]);
  });

  it('weights of elements multiply their losses', () => {
    const [x, y] = [tf.tensor1d([0.5, 0.5]), tf.tensor1d([1, 0])];
    for (const loss of [bce, bceWithLogits]) {
      const each = [...loss(x, y, { reduction: 'none' }).dataSync()];
      const weighted = [...loss(x, y, { reduction: 'none', weight: [1, 3] }).dataSync()];
      expect(weighted).toEqual([each[0], Math.fround(3 * (each[1] ?? NaN))]);
    }
  });
});
