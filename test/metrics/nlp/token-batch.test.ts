import { ShapeError } from '../../../src/errors';
import { comparisons } from '../../../src/metrics/nlp/token-batch';

test('pairs each candidate with its references', () => {
  expect(comparisons('Bleu', [[['a', 1], []], [[['a'], ['b']], [[]]]], 1)).toEqual([
    { candidate: ['a', 1], references: [['a'], ['b']] },
    { candidate: [], references: [[]] },
  ]);
  expect(comparisons('Bleu', [[], []], 1)).toEqual([]);
});

test('a candidate without references is for the metric to allow', () => {
  expect(comparisons('RougeN', [[['a']], [[]]], 0)).toEqual([{ candidate: ['a'], references: [] }]);
  expect(() => comparisons('RougeN', [[['a']], [[]]], 1)).toThrow('RougeN.y[0]: expected at least 1 reference');
});

test.each([
  ['no pair', 3, 'Bleu.yPred: expected a list with the token list of each candidate'],
  ['a text that is not split', [['the cat'], [[['the']]]], "split a text first, as by text.split(' ')"],
  ['references that are not in a list of their own', [[['the']], [['the']]], 'Bleu.y: expected a list that has for each candidate'],
  ['tokens that are neither strings nor numbers', [[[null]], [[['a']]]], 'Tokens are strings or numbers'],
  ['another number of lists of references', [[['a']], [[['a']], [['a']]]], 'Bleu.y: expected as many lists of references as there are candidates, 1, got 2'],
])('refuses %s', (_, output, message) => {
  expect(() => comparisons('Bleu', output, 1)).toThrow(ShapeError);
  expect(() => comparisons('Bleu', output, 1)).toThrow(message);
});
