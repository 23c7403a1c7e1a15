import * as fc from 'fast-check';
import { largestClasses } from '../../../src/metrics/classification/largest-class';

test.each([
  ['rows', { classes: 3, outer: 2, inner: 1 }, [1, 3, 2, 6, 4, 5], [1, 0]],
  ['classes second', { classes: 2, outer: 2, inner: 2 }, [1, 2, 3, 0, 5, 6, 4, 7], [1, 0, 0, 1]],
  ['the first of equals', { classes: 3, outer: 1, inner: 1 }, [1, 2, 2], [1]],
  ['the first of equals, classes second', { classes: 3, outer: 1, inner: 2 }, [1, 0, 2, 0, 2, 0], [1, 0]],
  ['NaN at the first class stays', { classes: 2, outer: 2, inner: 1 }, [NaN, 1, 1, NaN], [0, 0]],
  ['NaN at the first class stays, classes second', { classes: 2, outer: 1, inner: 2 }, [NaN, 1, 1, NaN], [0, 0]],
  ['one class', { classes: 1, outer: 2, inner: 1 }, [1, 2], [0, 0]],
  ['nothing', { classes: 3, outer: 0, inner: 1 }, [], []],
] as const)('%s', (_, inputs, scores, expected) => {
  expect([...largestClasses(inputs, Float32Array.from(scores))]).toEqual(expected);
});

test('both orders of memory agree', () => {
  const size = fc.integer({ min: 1, max: 5 });
  fc.assert(
    fc.property(size, size, fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 25, maxLength: 25 }), (classes, inner, scores) => {
      const rows = Array.from({ length: classes * inner }, (_, at) => scores[(at % classes) * inner + Math.floor(at / classes)] ?? 0);
      expect(largestClasses({ classes, outer: 1, inner }, scores)).toEqual(largestClasses({ classes, outer: inner, inner: 1 }, rows));
    }),
  );
});
