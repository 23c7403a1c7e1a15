import { cocoRecallThresholds } from '../../../src/metrics/vision/coco';
import { DetectionCurves } from '../../../src/metrics/vision/detection-curves';
import { MatchRows, Outcome } from '../../../src/metrics/vision/match-rows';

const { ignored, hit, miss } = Outcome;

/** Curves of matches `[score, class, place, outcome]` at one threshold. */
function curves(rows: readonly (readonly [number, number, number, number])[], targets: readonly number[], recThresholds: Float32Array = Float32Array.of(0, 0.5, 1)): DetectionCurves {
  const width = MatchRows.width(1, 1);
  const data = Float64Array.from(rows.flat());
  expect(width).toBe(4);
  return new DetectionCurves(data, targets, { numClasses: targets.length, iouThresholds: Float32Array.of(0.5), recThresholds, areaRanges: [0] });
}

test('the precision at a recall is the largest from there on', () => {
  // Precisions 1/1, 1/2, 2/3, 3/4 at recalls 1/4, 1/4, 2/4, 3/4, in the order of the scores.
  const some = curves([[0.6, 0, 3, hit], [0.9, 0, 0, hit], [0.8, 0, 1, miss], [0.7, 0, 2, hit]], [4]);
  expect(some.averages(0)).toEqual({ precision: (1 + 3 / 4 + 0) / 3, recall: 3 / 4, precisions: [(1 + 3 / 4 + 0) / 3] });
});

test('what is ignored counts neither way', () => {
  expect(curves([[0.9, 0, 0, ignored], [0.8, 0, 1, hit]], [1]).averages(0)).toMatchObject({ precision: 1, recall: 1 });
});

test('classes without objects are left out, those without detections count 0', () => {
  expect(curves([[0.9, 0, 0, hit], [0.9, 1, 0, miss]], [1, 0, 3]).averages(0)).toMatchObject({ precision: 0.5, recall: 0.5 });
  expect(curves([[0.9, 0, 0, miss]], [0]).averages(0)).toEqual({ precision: -1, recall: -1, precisions: [-1] });
  expect(curves([], [2]).averages(0)).toMatchObject({ precision: 0, recall: 0 });
});

test('fewer detections of each image', () => {
  const some = curves([[0.9, 0, 0, miss], [0.8, 0, 1, hit], [0.7, 0, 0, hit]], [2]);
  expect([some.averages(0, 1).recall, some.averages(0, 2).recall, some.averages(0, 1).recall]).toEqual([0.5, 1, 0.5]);
});

test('equal scores keep the order of the updates', () => {
  expect(curves([[0.9, 0, 0, hit], [0.9, 0, 1, miss]], [1]).averages(0).precision).toBe(1);
  expect(curves([[0.9, 0, 0, miss], [0.9, 0, 1, hit]], [1]).averages(0).precision).toBe(0.5);
});

test('a recall of exactly 3/10 reaches the default threshold below it', () => {
  const found = curves([[0.9, 0, 0, hit], [0.8, 0, 1, hit], [0.7, 0, 2, hit]], [10], cocoRecallThresholds);
  // Thresholds 0, 0.01, ..., 0.3.
  expect(found.averages(0).precision).toBeCloseTo(31 / 101, 12);
});
