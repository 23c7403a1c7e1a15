import { Engine } from '../../../src/engine';
import { NotComputableError, OptionError } from '../../../src/errors';
import type { BleuOptions, Token, TokenBatch } from '../../../src/metrics';
import { Bleu } from '../../../src/metrics';

const words = (text: string): string[] => text.split(' ');
const batch: TokenBatch = [
  [words('the cat is not there'), words('a dog')],
  [[words('the cat is on the mat'), words('there is a cat on the mat')], [words('the dog ran'), words('dog')]],
];

const valueOf = async (output: TokenBatch, options: BleuOptions = {}): Promise<number> => {
  const bleu = new Bleu(options);
  bleu.update(output);
  return bleu.compute();
};

test.each([
  ['macro', 'no_smooth', [0.577492, 0.258905, 0]],
  ['macro', 'smooth1', [0.577492, 0.370709, 0.191741]],
  ['macro', 'nltk_smooth2', [0.577492, 0.533617, 0.467713]],
  ['macro', 'smooth2', [0.577492, 0.533617, 0.571266]],
  ['micro', 'no_smooth', [0.714286, 0.534522, 0]],
  ['micro', 'smooth1', [0.714286, 0.534522, 0.262691]],
  ['micro', 'nltk_smooth2', [0.714286, 0.597614, 0.493938]],
  ['micro', 'smooth2', [0.714286, 0.597614, 0.493938]],
] as const)("with %s and %s gives Ignite's values for 1, 2 and 4 tokens", async (average, smooth, expected) => {
  for (const [index, ngram] of [1, 2, 4].entries()) expect(await valueOf(batch, { average, smooth, ngram })).toBeCloseTo(expected[index] ?? NaN, 5);
});

test('counts a token at most as often as a reference has it', async () => {
  const output: TokenBatch = [[words('the the the the the the the')], [[words('the cat is on the mat'), words('there is a cat on the mat')]]];
  expect(await valueOf(output, { ngram: 1 })).toBeCloseTo(2 / 7, 12);
  expect(await valueOf(output, { smooth: 'smooth1' })).toBeCloseTo(0.039281, 6);
});

test('the reference closest in length decides the penalty, the shorter one of two', async () => {
  const candidate = words('a b c d');
  expect(await valueOf([[candidate], [[words('a b c d e'), words('a b c')]]], { ngram: 1 })).toBe(1);
  expect(await valueOf([[candidate], [[words('a b c d e f g'), words('a b c d e')]]], { ngram: 1 })).toBeCloseTo(Math.exp(1 - 5 / 4), 12);
});

test.each<readonly [string, Token[], Token[][]]>([
  ['no common token, whatever the smoothing', ['x'], [['a']]],
  ['an empty candidate', [], [['a']]],
  ['an empty reference', ['a'], [[]]],
  ['numbers against their texts', [1, 2], [['1', '2']]],
])('%s scores 0', async (_, candidate, references) => {
  for (const average of ['macro', 'micro'] as const) expect(await valueOf([[candidate], [references]], { average, smooth: 'smooth1' })).toBe(0);
});

test('a batch without candidates adds nothing', async () => {
  await expect(async () => valueOf([[], []])).rejects.toThrow(NotComputableError);
  expect(await valueOf([[], []], { average: 'micro' })).toBe(0);
});

test.each([{}, { average: 'micro' }] as const)('with %p it takes what an engine gives, tuples and named entries, words and numbers', async (options) => {
  const tuples = new Engine((_, output: unknown) => output);
  const named = new Engine((_, output: unknown) => output);
  const numbers: TokenBatch = [[[1, 2, 3], [4]], [[[1, 2, 4]], [[4], [5]]]];
  const bleu = new Bleu({ ...options, ngram: 1 });
  bleu.attach(tuples, 'bleu');
  const other = new Bleu({ ...options, ngram: 1 });
  other.attach(named, 'bleu');
  const expected = new Bleu({ ...options, ngram: 1 });
  for (const output of [batch, numbers]) expected.update(output);
  const value = await expected.compute();
  expect((await tuples.run([batch, numbers])).metrics).toEqual({ bleu: value });
  expect((await named.run([batch, numbers].map(([yPred, y]) => ({ yPred, y })))).metrics).toEqual({ bleu: value });
});

test.each([{ ngram: 0 }, { ngram: 1.5 }, { smooth: 'smooth3' }, { average: 'weighted' }, { order: 2 }])('refuses %p', (options) => {
  expect(() => new Bleu(options as BleuOptions)).toThrow(OptionError);
});
