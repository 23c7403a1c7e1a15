import { Engine } from '../../src/engine';
import { OptionError } from '../../src/errors';
import { rejection } from './helpers';

async function batchesOf(data: unknown, maxEpochs = 1): Promise<unknown[]> {
  const seen: unknown[] = [];
  const engine = new Engine((_, batch) => void seen.push(batch));
  await engine.run(data as never, { maxEpochs });
  return seen;
}

async function* letters(): AsyncGenerator<string> {
  yield 'a';
  yield 'b';
}

describe('data may be', () => {
  test('an array, a typed array, a set', async () => {
    expect(await batchesOf([1, 2], 2)).toEqual([1, 2, 1, 2]);
    expect(await batchesOf(Int32Array.of(3, 4))).toEqual([3, 4]);
    expect(await batchesOf(new Set(['x']))).toEqual(['x']);
  });
  test('an async iterable, again in each epoch', async () => expect(await batchesOf({ [Symbol.asyncIterator]: letters }, 2)).toEqual(['a', 'b', 'a', 'b']));
  test('an async generator', async () => expect(await batchesOf(letters())).toEqual(['a', 'b']));
  test('a bare iterator', async () => {
    let left = 2;
    expect(await batchesOf({ next: () => (left-- > 0 ? { done: false, value: left } : { done: true, value: undefined }) })).toEqual([1, 0]);
  });
  test('something whose iterator() promises one', async () => {
    const dataset = { size: null, iterator: () => Promise.resolve(letters()) };
    expect(await batchesOf(dataset, 2)).toEqual(['a', 'b', 'a', 'b']);
  });
});

describe('the length of an epoch is', () => {
  const lengthOf = async (data: unknown): Promise<number | null> => (await new Engine(() => undefined).run(data as never)).epochLength;

  test('the length or size that the data has', async () => {
    expect(await lengthOf([1, 2, 3])).toBe(3);
    expect(await lengthOf(new Map([[1, 2]]))).toBe(1);
  });
  test('what was read when the data says nothing, or infinity', async () => {
    expect(await lengthOf(letters())).toBe(2);
    expect(await lengthOf({ size: Infinity, iterator: () => Promise.resolve(letters()) })).toBe(2);
  });
});

test.each([[5], ['a path'], [{}], [true], [() => []]])('%p is no data', async (data) => {
  const error = await rejection(new Engine(() => undefined).run(data as never));
  expect(error).toBeInstanceOf(OptionError);
  expect(String(error)).toContain('run.data: expected something to iterate over');
});
