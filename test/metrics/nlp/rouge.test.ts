import { Engine } from '../../../src/engine';
import { NotComputableError, OptionError } from '../../../src/errors';
import type { TokenBatch } from '../../../src/metrics';
import { Rouge, RougeL, RougeN } from '../../../src/metrics';

const words = (text: string): string[] => text.split(' ');
const batch: TokenBatch = [
  [words('the cat is not there'), words('a dog')],
  [[words('the cat is on the mat'), words('there is a cat on the mat')], [words('the dog ran'), words('dog')]],
];

const rounded = (value: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(value).map(([name, number]) => [name, Number(number.toFixed(6))]));

test.each([
  [0, 'average', [0.6, 0.519231, 0.519231, 0.125, 0.090909, 0.090909, 0.45, 0.403846, 0.403846]],
  [0, 'best', [0.65, 0.785714, 0.785714, 0.25, 0.2, 0.2, 0.55, 0.75, 0.75]],
  [0.25, 'average', [0.6, 0.519231, 0.535714, 0.125, 0.090909, 0.097561, 0.45, 0.403846, 0.413265]],
  [0.25, 'best', [0.65, 0.785714, 0.707692, 0.25, 0.2, 0.210526, 0.55, 0.75, 0.66087]],
  [1, 'average', [0.6, 0.519231, 0.6, 0.125, 0.090909, 0.125, 0.45, 0.403846, 0.45]],
] as const)("with alpha %p and multiref %p gives Ignite's values", async (alpha, multiref, expected) => {
  const names = ['1', '2', 'L'].flatMap((variant) => ['P', 'R', 'F'].map((name) => `Rouge-${variant}-${name}`));
  const whole = Object.fromEntries(names.map((name, index) => [name, expected[index]]));
  const rouge = new Rouge({ variants: [1, 2, 'L'], alpha, multiref });
  rouge.update(batch);
  expect(rounded(await rouge.compute())).toEqual(whole);
  const parts = [new RougeN({ ngram: 1, alpha, multiref }), new RougeN({ ngram: 2, alpha, multiref }), new RougeL({ alpha, multiref })];
  const values: Record<string, number> = {};
  for (const part of parts) {
    part.update(batch);
    Object.assign(values, await part.compute());
  }
  expect(rounded(values)).toEqual(whole);
});

test('names and types of the value follow the options', async () => {
  const ofFour = new RougeN();
  ofFour.update([[['a']], [[['a']]]]);
  const four = await ofFour.compute();
  expect([four['Rouge-4-P'], four['Rouge-4-R'], four['Rouge-4-F']]).toEqual([0, 0, 0]);
  const usual = new Rouge();
  usual.update([[['a']], [[['a']]]]);
  const value = await usual.compute();
  expect(Object.keys(value)).toEqual(['1', '2', '4', 'L'].flatMap((variant) => ['P', 'R', 'F'].map((name) => `Rouge-${variant}-${name}`)));
  expect(value['Rouge-L-F']).toBe(1);
  // @ts-expect-error it is not among the variants
  expect(value['Rouge-3-F']).toBeUndefined();
});

test('no variants are the usual ones, and one named twice is one', async () => {
  const [none, twice] = [new Rouge({ variants: [] }), new Rouge({ variants: ['L', 2, 'L'] })];
  for (const rouge of [none, twice]) rouge.update(batch);
  expect(Object.keys(await none.compute())).toHaveLength(12);
  expect(Object.keys(await twice.compute()).join()).toBe('Rouge-L-P,Rouge-L-R,Rouge-L-F,Rouge-2-P,Rouge-2-R,Rouge-2-F');
});

test('of references with the same recall the first is the best', async () => {
  const rouge = new RougeN({ ngram: 1, multiref: 'best' });
  rouge.update([[['a', 'b', 'c', 'd']], [[['a', 'x'], ['a', 'b', 'y', 'z']]]]);
  expect(await rouge.compute()).toEqual({ 'Rouge-1-P': 0.25, 'Rouge-1-R': 0.5, 'Rouge-1-F': 0.5 });
});

test.each([
  ['no references', ['a'], []],
  ['an empty reference', ['a'], [[]]],
  ['an empty candidate', [], [['a']]],
  ['texts of numbers', ['1', '2'], [[1, 2]]],
])('%s count as a candidate of which nothing matches', async (_, candidate, references) => {
  const rouge = new Rouge({ variants: [1, 'L'], alpha: 0.5 });
  rouge.update([[candidate, ['a']], [references, [['a']]]]);
  expect(await rouge.compute()).toEqual({ 'Rouge-1-P': 0.5, 'Rouge-1-R': 0.5, 'Rouge-1-F': 0.5, 'Rouge-L-P': 0.5, 'Rouge-L-R': 0.5, 'Rouge-L-F': 0.5 });
});

test('they take what an engine gives, tuples and named entries, words and numbers', async () => {
  const numbers: TokenBatch = [[[1, 2, 3], [4]], [[[1, 2, 4]], [[4], [5]]]];
  const make = (): (Rouge | RougeN | RougeL)[] => [new RougeN({ ngram: 4, metricsResultMode: 'flatten' }), new RougeL({ metricsResultMode: 'flatten' })];
  const expected: Record<string, number> = {};
  for (const metric of make()) {
    for (const output of [batch, numbers]) metric.update(output);
    Object.assign(expected, await metric.compute());
  }
  for (const outputs of [[batch, numbers], [batch, numbers].map(([yPred, y]) => ({ yPred, y }))]) {
    const engine = new Engine((_, output: unknown) => output);
    for (const [index, metric] of make().entries()) metric.attach(engine, `metric${index}`);
    new Rouge({ variants: [4, 'L'], metricsResultMode: 'named' }).attach(engine, 'rouge');
    expect((await engine.run(outputs)).metrics).toEqual({ ...expected, rouge: expected });
  }
});

test('a batch without candidates adds nothing', async () => {
  const rouge = new RougeL();
  rouge.update([[], []]);
  await expect(async () => rouge.compute()).rejects.toThrow(NotComputableError);
});

test('refuses options that do not fit', () => {
  for (const options of [{ alpha: 1.5 }, { alpha: -0.1 }, { multiref: 'worst' }, { ngram: 2, variants: [1] }]) {
    for (const make of [RougeN, RougeL, Rouge]) expect(() => new make(options as never)).toThrow(OptionError);
  }
  for (const ngram of [0, 1.5, '2']) expect(() => new RougeN({ ngram: ngram as number })).toThrow(OptionError);
  for (const variant of [0, 'S', 1.5, null]) expect(() => new Rouge({ variants: [variant as 1] })).toThrow(OptionError);
  expect(() => new Rouge({ variants: ['S' as 'L'] })).toThrow("Rouge.variants[0]: expected 'L' or an integer of at least 1");
});
