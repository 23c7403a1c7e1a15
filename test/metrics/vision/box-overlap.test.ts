import { boxArea, overlap } from '../../../src/metrics/vision/box-overlap';

const between = (a: number[], b: number[], isCrowd = false): number => overlap(a, 0, boxArea(a, 0), b, 0, boxArea(b, 0), isCrowd);

test.each([
  ['the same box', [1, 1, 3, 3], [1, 1, 3, 3], false, 1],
  ['apart', [0, 0, 1, 1], [2, 2, 3, 3], false, 0],
  ['apart along one axis', [0, 0, 1, 9], [2, 0, 3, 9], false, 0],
  ['a third', [0, 0, 2, 1], [1, 0, 3, 1], false, Math.fround(1 / 3)],
  ['a half of the detection', [0, 0, 2, 1], [1, 0, 3, 1], true, 0.5],
  ['three fifths, as float32', [0, 0, 3, 1], [0, 0, 5, 1], false, Math.fround(0.6)],
  ['no area at all', [1, 1, 1, 1], [1, 1, 1, 1], false, 0],
  ['not a number', [NaN, 0, 1, 1], [0, 0, 1, 1], false, 0],
])('%s', (_, a, b, isCrowd, expected) => {
  expect(between(a, b, isCrowd)).toBe(expected);
});

test('the area is float32 arithmetic', () => {
  expect(boxArea([9, 0.1, 0, 10.3, 7.7], 1)).toBe(Math.fround(Math.fround(Math.fround(10.3) - Math.fround(0.1)) * Math.fround(7.7)));
});
