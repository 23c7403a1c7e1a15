import { Engine, Events } from '../../src/engine';
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

describe('a pass that ends early', () => {
  function closable(log: string[]): AsyncIterable<number> & { length: number } {
    return {
      length: 3,
      async *[Symbol.asyncIterator]() {
        log.push('open');
        try {
          for (let index = 0; ; index++) yield index;
        } finally {
          await Promise.resolve();
          log.push('close');
        }
      },
    };
  }

  test('is closed at the end of the run', async () => {
    const log: string[] = [];
    await new Engine(() => undefined).run(closable(log));
    expect(log).toEqual(['open', 'close']);
  });

  test('is closed before the next one begins', async () => {
    const log: string[] = [];
    const engine = new Engine(() => undefined);
    engine.on(Events.ITERATION_COMPLETED.once(2), (self) => self.terminateEpoch());
    await engine.run(closable(log), { maxEpochs: 2 });
    expect(log).toEqual(['open', 'close', 'open', 'close']);
  });

  test('is closed when setData replaces it, and when a step fails', async () => {
    const log: string[] = [];
    const engine = new Engine((self) => {
      if (self.state.iteration === 3) throw new Error('boom');
    });
    engine.on(Events.ITERATION_COMPLETED.once(1), (self) => self.setData(closable(log)));
    await rejection(engine.run(closable(log)));
    expect(log).toEqual(['open', 'close', 'open', 'close']);
  });

  test('of a one-shot iterator is left open for its owner', async () => {
    const generator = letters();
    await new Engine(() => undefined).run(generator, { epochLength: 1 });
    expect(await generator.next()).toEqual({ done: false, value: 'b' });
  });

  test('whose closing fails makes run reject, but not in place of an earlier error', async () => {
    const data = (): object => ({
      length: 1,
      [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 1 }), return: () => Promise.reject(new Error('closing')) }),
    });
    expect(await rejection(new Engine(() => undefined).run(data() as never))).toEqual(new Error('closing'));
    const failing = new Engine(() => {
      throw new Error('step');
    });
    expect(await rejection(failing.run(data() as never))).toEqual(new Error('step'));
  });
});
