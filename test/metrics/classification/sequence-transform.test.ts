import { OptionError, ShapeError } from '../../../src/errors';
import { Accuracy } from '../../../src/metrics';
import { sequenceTransform } from '../../../src/metrics/classification/sequence-transform';

const yPred = [[[0.1, 0.9], [0.8, 0.2]], [[0.7, 0.3], [0.4, 0.6]]];

test('every step becomes an example, but for those with ignored targets', async () => {
  const [scores, targets] = await sequenceTransform({ ignoreIndex: [7, 8] })([yPred, [[1, 7], [8, 0]]]);
  expect([scores.shape, Array.from(scores.data, Number), targets.shape, Array.from(targets.data, Number)]).toEqual([[2, 2], [0.1, 0.9, 0.4, 0.6], [2], [1, 0]]);
});

test('is an outputTransform of Accuracy, and may have one before it', () => {
  const transform = Accuracy.getSequenceTransform({ ignoreIndex: -1, outputTransform: (output) => (output as { pair: unknown }).pair });
  const accuracy = new Accuracy({ outputTransform: transform });
  void accuracy.observe({ pair: [yPred, [[1, -1], [0, 0]]] });
  expect(accuracy.compute()).toBeCloseTo(2 / 3, 12);
});

test.each([[[[[1, 2]], [1]]], [[yPred, [[1]]]], [7]])('refuses %p', (output) => {
  expect(() => sequenceTransform({})(output)).toThrow(ShapeError);
});

test('refuses options that it does not have', () => {
  expect(() => sequenceTransform({ ignore: 1 } as object)).toThrow(OptionError);
});
