import * as fc from 'fast-check';
import type { Token } from '../../../src/metrics';
import { countMatches, Ngrams } from '../../../src/metrics/nlp/ngrams';

const matches = (order: number, candidate: readonly Token[], ...references: (readonly Token[])[]): number => {
  const { sequences, distinct } = new Ngrams([candidate, ...references]).ofOrder(order);
  const [own = new Int32Array(), ...others] = sequences;
  return countMatches(own, others, distinct);
};

test('tokens are compared as values: 1 is not its text', () => {
  expect(matches(1, [1, '1', 1.5], ['1', 1.5, 2])).toBe(2);
});

test.each([['a b', 'a', 'b'], ['a,b', 'a', 'b'], ['a\0b', 'a', 'b'], ['', '', '']])('a token that holds a separator is not two: %j', (joined, first, second) => {
  expect(matches(2, [joined, 'c'], [first, second, 'c'].slice(joined === '' ? 1 : 0))).toBe(joined === '' ? 1 : 0);
});

test('each counts at most as often as in the reference that has it most often', () => {
  expect(matches(1, ['the', 'the', 'the', 'cat'], ['the', 'cat', 'the'], ['the', 'cat', 'cat'])).toBe(3);
});

test('an order beyond all lists has no n-grams, however large', () => {
  const ngrams = new Ngrams([['a', 'b'], []]);
  expect(ngrams.ofOrder(2)).toEqual({ sequences: [Int32Array.of(0), new Int32Array()], distinct: 1 });
  for (const order of [3, 1e9]) expect(ngrams.ofOrder(order).sequences).toEqual([new Int32Array(), new Int32Array()]);
  expect(new Ngrams([]).ofOrder(5).sequences).toEqual([]);
});

test('counts as by comparing tokens one by one', () => {
  const tokens = fc.array(fc.constantFrom<Token>('a', 'b', 1, '1'), { maxLength: 10 });
  const grams = (list: readonly Token[], order: number): string[] => list.slice(order - 1).map((_, at) => JSON.stringify(list.slice(at, at + order)));
  const count = (all: readonly string[], one: string): number => all.filter((other) => other === one).length;
  fc.assert(
    fc.property(tokens, fc.array(tokens, { maxLength: 3 }), fc.integer({ min: 1, max: 5 }), (candidate, references, order) => {
      const own = grams(candidate, order);
      const expected = [...new Set(own)].map((gram) => Math.min(count(own, gram), Math.max(0, ...references.map((reference) => count(grams(reference, order), gram)))));
      expect(matches(order, candidate, ...references)).toBe(expected.reduce((sum, one) => sum + one, 0));
    }),
  );
});
