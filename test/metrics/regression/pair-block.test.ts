import { GeometricMeanAbsoluteError, MeanError } from '../../../src/metrics';
import { forEachBlock, pairBlock } from '../../../src/metrics/regression/pair-block';

const { capacity, predictions, targets } = pairBlock;

test.each([0, 1, capacity - 1, capacity, capacity + 1, 2 * capacity + 7])('%d pairs come in order, each once, as doubles', (length) => {
  const yPred = Int32Array.from({ length }, (_, index) => index);
  const y = Float32Array.from({ length }, (_, index) => index + 0.5);
  const seen: number[] = [];
  forEachBlock(yPred, y, (count, from) => {
    expect(from).toBe(seen.length);
    expect(count).toBeLessThanOrEqual(capacity);
    for (let index = 0; index < count; index++) {
      expect(targets[index]).toBe((predictions[index] ?? NaN) + 0.5);
      seen.push(predictions[index] ?? NaN);
    }
  });
  expect(seen).toEqual(Array.from(yPred));
});

test('a block that is not full has nothing of the one before', () => {
  const metric = new MeanError();
  const length = capacity + 3;
  void metric.update([new Float32Array(length), new Float32Array(length).fill(2)]);
  void metric.update([new Float32Array(2), new Float32Array(2).fill(9)]);
  expect(metric.compute()).toBeCloseTo((2 * length + 18) / (length + 2), 12);
});

// Logarithms of float32 differences are taken of six at a time, those of doubles one by one.
describe.each([['Float32Array', Float32Array], ['Float64Array', Float64Array]])('logarithms of %s', (_, Floats) => {
  const meanOf = (...differences: number[]): number => {
    const metric = new GeometricMeanAbsoluteError();
    void metric.update([{ dtype: Floats === Float32Array ? 'float32' : 'float64', shape: [differences.length], data: new Floats(differences.length) }, Floats.from(differences)]);
    return metric.compute() as number;
  };

  test.each([
    ['six and one more', [2, 2, 2, 2, 2, 2, 128], 2 ** (13 / 7)],
    ['the smallest', Array<number>(12).fill(2 ** -149), 2 ** -149],
    ['the largest', Array<number>(12).fill(2 ** 127), 2 ** 127],
    ['a zero', [0, 1, 2, 3, 4, 5, 6], 0],
    ['an infinity', [1, 2, 3, 4, 5, Infinity, 6], Infinity],
    ['a zero and an infinity', [0, Infinity, 1, 1, 1, 1], NaN],
    ['NaN', [1, NaN, 1, 1, 1, 1, 1], NaN],
  ])('%s', (_, differences, expected) => {
    const mean = meanOf(...differences);
    if (Number.isFinite(expected) && expected !== 0) expect(mean / expected).toBeCloseTo(1, 10);
    else expect(mean).toBe(expected);
  });
});
