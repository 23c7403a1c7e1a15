import * as fc from 'fast-check';
import { NotComputableError, OptionError } from '../../../src/errors';
import { SilhouetteScore } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const features = [[1, 0, 2], [2, 1, 1], [0, 1, 3], [7, 5, 1], [8, 6, 0], [3, 9, 9]];
const labels = [4, 4, 4, -2, -2, 9];

/** From scikit-learn's silhouette_score. */
test.each([
  [{}, 0.6348120665277261],
  [{ silhouetteKwargs: {} }, 0.6348120665277261],
  [{ silhouetteKwargs: { metric: 'euclidean' } }, 0.6348120665277261],
  [{ silhouetteKwargs: { metric: 'manhattan' } }, 0.6215094876942134],
  [{ silhouetteKwargs: { metric: 'cosine' } }, 0.13893889487447544],
] as const)('%p', (options, expected) => {
  const metric = new SilhouetteScore(options);
  void metric.update([features, labels]);
  expect(metric.compute()).toBeCloseTo(expected, 12);
});

/** From scikit-learn's silhouette_score. */
test('cosine with a row of zeros', () => {
  const metric = new SilhouetteScore({ silhouetteKwargs: { metric: 'cosine' } });
  void metric.update([[[1, 0], [2, 0], [0, 0], [0, 3]], [0, 0, 1, 1]]);
  expect(metric.compute()).toBe(0.5);
});

test('is what its definition says, example by example', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 })), { minLength: 4, maxLength: 12 }), (examples) => {
      const clusters = [...new Set(examples.map((example) => example[2]))];
      fc.pre(clusters.length > 1 && clusters.length < examples.length);
      const silhouettes = examples.map((one) => {
        const meanTo = (cluster: number): number => {
          const others = examples.filter((example) => example[2] === cluster && example !== one);
          return others.reduce((sum, other) => sum + Math.abs(other[0] - one[0]) + Math.abs(other[1] - one[1]), 0) / others.length;
        };
        const [a, b] = [meanTo(one[2]), Math.min(...clusters.filter((cluster) => cluster !== one[2]).map(meanTo))];
        return (b - a) / Math.max(a, b) || 0;
      });
      const metric = new SilhouetteScore({ silhouetteKwargs: { metric: 'manhattan' } });
      void metric.update([examples.map(([x, y]) => [x, y]), examples.map((example) => example[2])]);
      expect(metric.compute()).toBeCloseTo(silhouettes.reduce((sum, silhouette) => sum + silhouette, 0) / examples.length, 12);
    }),
  ));

test('refuses unknown options and metrics', () => {
  for (const silhouetteKwargs of [{ metric: 'haversine' }, { sampleSize: 10 }, null]) {
    expect(() => new SilhouetteScore({ silhouetteKwargs } as never)).toThrow(OptionError);
  }
  expect(() => new SilhouetteScore({ checkComputeFn: true }).compute()).toThrow(NotComputableError);
});
