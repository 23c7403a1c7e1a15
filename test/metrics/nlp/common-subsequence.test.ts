import * as fc from 'fast-check';
import { commonSubsequence } from '../../../src/metrics/nlp/common-subsequence';

const of = (text: string): Int32Array => Int32Array.from(text, (letter) => letter.charCodeAt(0));

test.each([
  ['', '', 0],
  ['abc', '', 0],
  ['abc', 'xyz', 0],
  ['abcbdab', 'bdcaba', 4],
  ['abc', 'abc', 3],
  ['aab', 'ab', 2],
])('%j and %j have %p', (a, b, length) => {
  expect(commonSubsequence(of(a), of(b))).toBe(length);
  expect(commonSubsequence(of(b), of(a))).toBe(length);
});

test('is what the recursive definition gives', () => {
  const longest = (a: string, b: string): number => {
    if (a === '' || b === '') return 0;
    return a[0] === b[0] ? 1 + longest(a.slice(1), b.slice(1)) : Math.max(longest(a.slice(1), b), longest(a, b.slice(1)));
  };
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(fc.property(text, text, (a, b) => expect(commonSubsequence(of(a), of(b))).toBe(longest(a, b))));
});
