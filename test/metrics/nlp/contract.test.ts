import * as fc from 'fast-check';
import type { Token } from '../../../src/metrics';
import { Bleu, CharacterErrorRate, Perplexity, Rouge, RougeL, RougeN } from '../../../src/metrics';
import { describeContract, subject, tensorsOf } from '../contract';

const tokens = fc.array(fc.constantFrom<Token>('a', 'b', 'c', 1, '1'), { minLength: 1, maxLength: 8 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀'), minLength: 1, maxLength: 8 });
const column = (element: 0 | 1) => (examples: readonly (readonly [unknown, unknown])[]) => examples.map((example) => example[element]);
const lists = (examples: readonly (readonly [unknown, unknown])[]): unknown => [column(0)(examples), column(1)(examples)];
const hostOnly = 'texts are no tensors';

const tokenLists = {
  example: fc.tuple(tokens, fc.array(tokens, { minLength: 1, maxLength: 3 })),
  batch: lists,
  hostOnly,
  refused: {
    'fewer lists of references than candidates': () => [[['a'], ['b']], [[['a']]]],
    'a text that is not split': () => [['a b'], [[['a']]]],
    'references that are not split': () => [[['a']], [['a b']]],
    'a token that is a list': () => [[[['a']]], [[['a']]]],
    'a token that is a boolean, behind one that fits': () => [[['a'], [true]], [[['a']], [['a']]]],
    'no list': () => ['a', 'a'],
    nothing: () => undefined,
  },
};
const withReferences = { ...tokenLists, refused: { ...tokenLists.refused, 'a candidate without references': () => [[['a'], ['a']], [[['a']], []]] } };

const logit = fc.float({ min: -8, max: 8, noNaN: true });
const logits = fc.tuple(logit, logit, logit);
const target = fc.constantFrom(0, 1, 2, -100);

describeContract([
  subject({ name: 'Bleu, macro', make: (options) => new Bleu({ ...options, smooth: 'smooth1' }), ...withReferences }),
  subject({ name: 'Bleu, micro', make: (options) => new Bleu({ ...options, ngram: 2, average: 'micro' }), before: 0, ...withReferences }),
  subject({ name: 'RougeN', make: (options) => new RougeN({ ...options, ngram: 2, alpha: 0.25 }), ...tokenLists }),
  subject({ name: 'RougeL', make: (options) => new RougeL({ ...options, multiref: 'best', alpha: 0.5 }), ...withReferences }),
  subject({ name: 'Rouge', make: (options) => new Rouge({ ...options, multiref: 'best' }), ...withReferences }),
  subject({
    name: 'CharacterErrorRate',
    make: (options) => new CharacterErrorRate(options),
    example: fc.tuple(text, text),
    batch: lists,
    hostOnly,
    refused: {
      'fewer references than texts': () => [['cat', 'dog'], ['cat']],
      'a number among texts': () => [['cat', 3], ['cat', 'dog']],
      'a number': () => [3, 'cat'],
      'a text with a list': () => ['c', ['c']],
      nothing: () => undefined,
    },
  }),
  subject({
    name: 'Perplexity',
    make: (options) => new Perplexity(options),
    // The first position counts always: there has to be one.
    example: fc.tuple(fc.tuple(logits, logits), fc.tuple(fc.nat({ max: 2 }), target)),
    batch: tensorsOf('float32', 'int32'),
    refused: {
      'a target outside the vocabulary': () => [[[0, 0, 0]], [3]],
      'a negative target that is not ignored': () => [[[0, 0, 0], [0, 0, 0]], [0, -1]],
      'a target between places': () => [[[0, 0, 0]], [0.5]],
      'targets of the shape of the logits': () => [[[0, 0, 0]], [[0, 0, 0]]],
      'logits without an axis for the vocabulary': () => [[0, 1, 2], [0, 1, 2]],
      'other positions than there are targets': () => [[[[0, 0], [0, 0]]], [[0, 0, 0]]],
      texts: () => [['a'], ['b']],
    },
  }),
]);
