import { array, nestedMetrics, replicated, rows, scalar } from '../../../src/metrics';

test('every declaration gives a fresh accumulator', () => {
  const isNull = (value: unknown): value is null => value === null;
  for (const declare of [scalar, array, rows, () => nestedMetrics({}), () => replicated(null, isNull)]) {
    expect(declare()).not.toBe(declare());
  }
});
