import { neutral, reduce } from '../../../src/metrics/accumulators/reductions';

test.each(['sum', 'max', 'min'] as const)('%s: the neutral value changes nothing, NaN wins', (reduction) => {
  for (const value of [-3, 0, 7]) expect(reduce(reduction, neutral(reduction), value)).toBe(value);
  expect(reduce(reduction, NaN, 1)).toBeNaN();
});
