import * as fc from 'fast-check';
import { codePoints, editDistance } from '../../../src/metrics/nlp/edit-distance';

test.each([
  ['', '', 0],
  ['', 'cat', 3],
  ['cat', 'cat', 0],
  ['kitten', 'sitting', 3],
  ['flaw', 'lawn', 2],
  ['😀🚀', '😀🚁', 1],
])('from %j to %j it takes %p', (a, b, distance) => {
  expect(editDistance(codePoints(a), codePoints(b))).toBe(distance);
  expect(editDistance(codePoints(b), codePoints(a))).toBe(distance);
});

test('is what the recursive definition gives', () => {
  const distance = (a: string, b: string): number => {
    if (a === '' || b === '') return a.length + b.length;
    const replaced = distance(a.slice(1), b.slice(1)) + Number(a[0] !== b[0]);
    return Math.min(replaced, distance(a.slice(1), b) + 1, distance(a, b.slice(1)) + 1);
  };
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
  fc.assert(fc.property(text, text, (a, b) => expect(editDistance(codePoints(a), codePoints(b))).toBe(distance(a, b))));
});

test('code points are not normalised, and a lone surrogate is one', () => {
  expect([...codePoints('é')]).toEqual([0xe9]);
  expect([...codePoints('e\u0301')]).toEqual([0x65, 0x301]);
  expect([...codePoints('a\ud83d')]).toEqual([0x61, 0xd83d]);
});
