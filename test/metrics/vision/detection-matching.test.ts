import { ShapeError } from '../../../src/errors';
import { areaLimits } from '../../../src/metrics/vision/coco';
import { matchDetections } from '../../../src/metrics/vision/detection-matching';
import type { MatchSettings } from '../../../src/metrics/vision/image-objects';
import { Column, MatchRows, Outcome, OUTCOME_BITS } from '../../../src/metrics/vision/match-rows';

const { ignored, hit, miss } = Outcome;
const defaults: MatchSettings = { numClasses: 2, iouThresholds: Float32Array.of(0.5, 0.75), areaRanges: [areaLimits.all], maxDetections: 100 };

interface Image {
  /** Corners, score, class. */
  readonly detections?: readonly (readonly number[])[];
  /** Corners, class, whether it is a crowd. */
  readonly truths?: readonly (readonly number[])[];
}

function match(images: readonly Image[], settings: Partial<MatchSettings> = {}): { scores: number[]; outcomes: number[][][]; targets: number[] } {
  const all = { ...defaults, ...settings };
  const batch = {
    sizes: images.flatMap(({ detections = [], truths = [] }) => [detections.length, truths.length]),
    detections: images.flatMap(({ detections = [] }) => detections.flat()),
    truths: images.flatMap(({ truths = [] }) => truths.flat()),
  };
  const { rows, targets } = matchDetections('test', batch, all);
  const matches = new MatchRows(rows.data, all.areaRanges.length, all.iouThresholds.length);
  const each = Array.from({ length: matches.length }, (_, row) => row);
  const outcomeOf = (row: number, range: number, threshold: number): number => (matches.at(row, matches.place(range, threshold).column) >>> matches.place(range, threshold).shift) & OUTCOME_BITS;
  const outcomes = each.map((row) => all.areaRanges.map((_range, range) => Array.from(all.iouThresholds, (_threshold, threshold) => outcomeOf(row, range, threshold))));
  return { scores: each.map((row) => matches.at(row, Column.score)), outcomes, targets: [...targets.data] };
}

test('the highest score takes an object, once, at the thresholds that it reaches', () => {
  // Overlaps of 1/2 and 1 with the one object: the weaker box has the higher score.
  const found = match([{ detections: [[0, 0, 10, 10, 0.3, 0], [0, 0, 10, 5, 0.9, 0]], truths: [[0, 0, 10, 10, 0, 0]] }]);
  expect(found).toEqual({ scores: [0.9, 0.3], outcomes: [[[hit, miss]], [[miss, hit]]], targets: [1, 0] });
});

test('only objects of the class are taken, and only in the image', () => {
  const box = [0, 0, 10, 10];
  const found = match([{ detections: [[...box, 0.9, 1]], truths: [[...box, 0, 0]] }, { truths: [[...box, 1, 0]] }, { detections: [[...box, 0.8, 0]] }]);
  expect(found.outcomes.flat(2)).toEqual([miss, miss, miss, miss]);
  expect(found.targets).toEqual([1, 1]);
});

test('of several objects the one with the largest overlap is taken, of equals the last', () => {
  const [near, far] = [[0, 0, 10, 10, 0, 0], [0, 0, 10, 8, 0, 0]];
  const second = [0, 0, 10, 8, 0.5, 0];
  // The first detection takes `near`, whichever its place: the second is left with `far`, which it meets exactly.
  for (const truths of [[near, far], [far, near]]) expect(match([{ detections: [[0, 0, 10, 10, 0.9, 0], second], truths }]).outcomes.flat(2)).toEqual([hit, hit, hit, hit]);
  // Both halves are met by the middle: it takes the second, and the other one is free for what meets only the first.
  const halves = [[0, 0, 10, 10, 0, 0], [10, 0, 20, 10, 0, 0]];
  const settings = { iouThresholds: Float32Array.of(0.25) };
  expect(match([{ detections: [[5, 0, 15, 10, 0.9, 0], [0, 0, 10, 10, 0.5, 0]], truths: halves }], settings).outcomes.flat(2)).toEqual([hit, hit]);
  expect(match([{ detections: [[5, 0, 15, 10, 0.9, 0], [10, 0, 20, 10, 0.5, 0]], truths: halves }], settings).outcomes.flat(2)).toEqual([hit, miss]);
});

test('crowds swallow detections that no other object has, by the area of the detection alone', () => {
  const crowd = [0, 0, 100, 100, 0, 1];
  const found = match([{ detections: [[0, 0, 10, 10, 0.9, 0], [20, 20, 30, 30, 0.8, 0], [50, 50, 60, 60, 0.7, 0]], truths: [crowd, [0, 0, 10, 10, 0, 0]] }]);
  expect(found.outcomes.flat(2)).toEqual([hit, hit, ignored, ignored, ignored, ignored]);
  expect(found.targets).toEqual([1, 0]);
});

test('area ranges: objects outside are taken last, and detections outside are no misses', () => {
  const areaRanges = [areaLimits.all, areaLimits.small, areaLimits.medium, areaLimits.large];
  const [small, medium] = [[0, 0, 10, 10], [100, 100, 140, 140]];
  const found = match([{ detections: [[...medium, 0.9, 0], [...small, 0.8, 0], [200, 0, 210, 10, 0.7, 0]], truths: [[...small, 0, 0], [...medium, 0, 0]] }], { areaRanges, iouThresholds: Float32Array.of(0.5) });
  expect(found.outcomes.map((ranges) => ranges.flat())).toEqual([[hit, ignored, hit, ignored], [hit, hit, ignored, ignored], [miss, miss, ignored, ignored]]);
  expect(found.targets).toEqual([2, 0, 1, 0, 1, 0, 0, 0]);
});

test('an area on a limit is in both ranges', () => {
  const box = [0, 0, 32, 32];
  const found = match([{ detections: [[...box, 0.9, 0]], truths: [[...box, 0, 0]] }], { areaRanges: [areaLimits.small, areaLimits.medium, areaLimits.large] });
  expect([found.targets, found.outcomes.flat(2)]).toEqual([[1, 0, 1, 0, 0, 0], [hit, hit, hit, hit, ignored, ignored]]);
});

test('only the best detections of each class in each image are kept, and none of another class', () => {
  const box = [0, 0, 10, 10];
  const detections = [[...box, 0.1, 0], [...box, 0.5, 0], [...box, 0.4, 0], [...box, 0.2, 1], [...box, 0.9, 2], [...box, 0.8, 0.5], [...box, 0.7, -1], [...box, NaN, 0]];
  const found = match([{ detections }, { detections: [[...box, 0.3, 0]] }], { maxDetections: 2 });
  expect(found.scores).toEqual([NaN, 0.5, 0.2, 0.3]);
});

test.each([2, -1, 0.5, NaN])('an object of class %p is refused, unless it is ignored', (label) => {
  const box = [0, 0, 10, 10];
  expect(() => match([{ truths: [[...box, label, 0]] }])).toThrow(ShapeError);
  expect(match([{ truths: [[...box, label, 1]] }]).targets).toEqual([0, 0]);
});
