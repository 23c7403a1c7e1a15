import { Engine } from '../../../src/engine';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { CharacterErrorRate } from '../../../src/metrics';
import type { TextPair } from '../../../src/metrics';

const valueOf = async (...updates: readonly TextPair[]): Promise<number> => {
  const rate = new CharacterErrorRate();
  for (const output of updates) rate.update(output);
  return rate.compute();
};

test.each<readonly [string, readonly TextPair[], number]>([
  ['one text', [['kitten', 'sitting']], 3 / 7],
  ['texts of all updates by the length of their references', [['cat', 'cats'], [['a', ''], ['b', 'dog']]], (1 + 1 + 3) / (4 + 1 + 3)],
  ['code points, not the units of strings', [['😀🚀', '😀🚁']], 0.5],
  ['more than 1 where the text is longer', [['a longer text', 'a']], 12],
  ['1 without a character to find', [['cat', '']], 1],
  ['0 of nothing', [['', '']], 0],
  ['0 of no texts', [[[], []]], 0],
])('counts %s', async (_, updates, expected) => {
  expect(await valueOf(...updates)).toBeCloseTo(expected, 12);
});

test('before the first update there is no rate', async () => {
  await expect(async () => valueOf()).rejects.toThrow(NotComputableError);
});

test('takes what an engine gives, tuples and named entries', async () => {
  for (const outputs of [
    [['kitten', 'sitting'], [['hello'], ['hello']]],
    [{ yPred: 'kitten', y: 'sitting' }, { yPred: ['hello'], y: ['hello'] }],
  ]) {
    const engine = new Engine((_, output: unknown) => output);
    new CharacterErrorRate().attach(engine, 'rate');
    expect((await engine.run(outputs)).metrics).toEqual({ rate: 0.25 });
  }
});

test('says what it refuses', () => {
  const rate = new CharacterErrorRate();
  expect(() => rate.update([['cat'], ['cat', 'dog']])).toThrow('CharacterErrorRate.y: expected as many references as texts, 1, got 2');
  for (const output of [[3, 'cat'], ['cat', ['cat']], [['cat', 3], ['cat', 'dog']], undefined, 'cat']) {
    expect(() => rate.update(output as never)).toThrow(ShapeError);
  }
  expect(() => new CharacterErrorRate({ normalise: true } as never)).toThrow(OptionError);
});
