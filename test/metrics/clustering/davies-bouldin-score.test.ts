import { OptionError } from '../../../src/errors';
import { DaviesBouldinScore } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';

useTestBackend();

/** From scikit-learn. */
test.each([
  ['three clusters, one of one example', [[1, 0, 2], [2, 1, 1], [0, 1, 3], [7, 5, 1], [8, 6, 0], [3, 9, 9]], [4, 4, 4, -2, -2, 9], 0.202333308296446],
  ['two clusters with one centroid', [[0, 0], [2, 0], [1, 0], [1, 0], [5, 0]], [0, 0, 1, 1, 2], 0.16666666666666666],
])('%s', (_, features, labels, expected) => {
  const metric = new DaviesBouldinScore();
  void metric.update([features, labels]);
  expect(metric.compute()).toBeCloseTo(expected, 12);
});

test('refuses unknown options', () => {
  expect(() => new DaviesBouldinScore({ metric: 'euclidean' } as never)).toThrow(OptionError);
});
