import { parseOptions } from '../../src/internal';
import * as z from 'zod/mini';
import { OptionError } from '../../src/errors';
import { evenThresholds, sortedThresholds, thresholdsSchema } from '../../src/metrics/thresholds';

test('thresholds are float32 values in order', () => {
  expect([...sortedThresholds([0.7, 0, 0.3])]).toEqual([0, Math.fround(0.3), Math.fround(0.7)]);
});

test('even thresholds are rounded once, the upper half counted from the end', () => {
  expect([...evenThresholds(0, 1, 5)]).toEqual([0, 0.25, 0.5, 0.75, 1]);
  // As torch.linspace(0.5, 0.95, 10) and torch.linspace(0, 1, 101).
  expect([...evenThresholds(0.5, 0.95, 10)]).toEqual([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map((value, index) => (index === 3 ? 0.6499999761581421 : Math.fround(value))));
  const hundredths = evenThresholds(0, 1, 101);
  expect([hundredths[1], hundredths[30], hundredths[36], hundredths[53], hundredths[100]]).toEqual([0.009999999776482582, 0.29999998211860657, 0.35999998450279236, 0.5300000309944153, 1]);
});

test('a list of thresholds has at least one, from 0 to 1', () => {
  const schema = z.strictObject({ thresholds: thresholdsSchema });
  for (const thresholds of [[], [1.5], [-0.1], [NaN], 0.5, ['0.5']]) expect(() => parseOptions('test', schema, { thresholds })).toThrow(OptionError);
  expect(parseOptions('test', schema, { thresholds: [1, 0] })).toEqual({ thresholds: [1, 0] });
});
