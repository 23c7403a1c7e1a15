import { centroidsOf, clustersOf, grouped } from '../../../src/metrics/clustering/clusters';

const clusters = clustersOf([7, -2, 7, 0.5, -2]);
const features = Float64Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50);

test('any numbers are labels; clusters are counted as they come', () => {
  expect([clusters.count, [...clusters.of], [...clusters.sizes]]).toEqual([3, [0, 1, 0, 2, 1], [2, 2, 1]]);
  expect(clustersOf([]).count).toBe(0);
});

test('centroids are the means of the clusters', () => {
  expect([...centroidsOf(features, 2, clusters)]).toEqual([2, 20, 3.5, 35, 4, 40]);
});

test('rows cluster by cluster, in their order', () => {
  expect([...grouped(features, 2, clusters)]).toEqual([1, 10, 3, 30, 2, 20, 5, 50, 4, 40]);
});
