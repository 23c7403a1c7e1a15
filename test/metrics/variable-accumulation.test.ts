import { OptionError, ShapeError } from '../../src/errors';
import { VariableAccumulation } from '../../src/metrics';
import { ranks } from '../support/two-ranks';

test('starts at 0 for each element and counts examples', () => {
  const largest = new VariableAccumulation(Math.max);
  expect(largest.compute()).toEqual([0, 0]);
  void largest.update(Float64Array.of(-1, 2));
  void largest.update(Float64Array.of(-3, 1));
  expect(largest.compute()).toEqual([[0, 2], 2]);
});

test('refuses what is no operation, no number, or of another shape', () => {
  expect(() => new VariableAccumulation('sum' as never)).toThrow(OptionError);
  const sum = new VariableAccumulation((a, x) => a + x);
  void sum.update(1);
  expect(() => sum.update([1] as never)).toThrow(ShapeError);
  expect(() => sum.update(Float64Array.of(1, 2))).toThrow(ShapeError);
  expect(sum.compute()).toEqual([1, 1]);
});

test('over ranks accumulators are reduced as the options say', async () => {
  const values = await Promise.all(
    ranks(2).map(async (communicator) => {
      const largest = new VariableAccumulation(Math.max, { reduction: 'max', communicator });
      await largest.update(communicator.rank + 1);
      return largest.compute();
    }),
  );
  expect(values).toEqual([[2, 2], [2, 2]]);
});
