import { OptionError } from '../../../src/errors';
import { CalinskiHarabaszScore } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';

useTestBackend();

/** From scikit-learn. */
test.each([
  ['three clusters, one of one example', [[1, 0, 2], [2, 1, 1], [0, 1, 3], [7, 5, 1], [8, 6, 0], [3, 9, 9]], [4, 4, 4, -2, -2, 9], 39.89189189189189],
  ['two clusters with one centroid', [[0, 0], [2, 0], [1, 0], [1, 0], [5, 0]], [0, 0, 1, 1, 2], 6.4],
])('%s', (_, features, labels, expected) => {
  const metric = new CalinskiHarabaszScore();
  void metric.update([features, labels]);
  expect(metric.compute()).toBeCloseTo(expected, 12);
});

test('refuses unknown options', () => {
  expect(() => new CalinskiHarabaszScore({ metric: 'euclidean' } as never)).toThrow(OptionError);
});
