import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { arrayDataset, DataLoader, SequentialSampler } from '../../src/data';
import type { Dataset, LabelledBatch } from '../../src/data';
import { CheckpointError, DataError, OptionError, SkipSample } from '../../src/errors';
import { useTestBackend } from '../support/backend';

useTestBackend();

const count = (length: number): Dataset<number> => arrayDataset(Array.from({ length }, (_, index) => index));
const later = (dataset: Dataset<number>): Dataset<number> => ({
  length: dataset.length,
  get: async (index) => {
    // Answers come in another order than they were asked for.
    for (let turn = 0; turn < (index * 7) % 5; turn++) await Promise.resolve();
    return dataset.get(index);
  },
});
const list = (samples: readonly number[]): number[] => [...samples];
const loaderOf = (dataset: Dataset<number>, options: object = {}): DataLoader<number, number[]> => new DataLoader(dataset, { collate: list, ...options });

async function all<T>(loader: AsyncIterable<T>): Promise<T[]> {
  const batches: T[] = [];
  for await (const batch of loader) batches.push(batch);
  return batches;
}

async function leaveEarly(loader: AsyncIterable<unknown>): Promise<void> {
  const iterator = loader[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.return?.();
}

const shapes = fc.record({
  length: fc.integer({ min: 1, max: 40 }),
  batchSize: fc.integer({ min: 1, max: 12 }),
  shuffle: fc.boolean(),
  seed: fc.integer(),
  prefetch: fc.integer({ min: 0, max: 4 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  asynchronous: fc.boolean(),
});

it('every sample comes once an epoch, in batches of the given size', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ length, asynchronous, ...options }) => {
      const loader = loaderOf(asynchronous ? later(count(length)) : count(length), options);
      for (let epoch = 0; epoch < 2; epoch++) {
        const batches = await all(loader);
        expect(batches.flat().sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, index) => index));
        expect(batches).toHaveLength(loader.length);
        expect(batches.slice(0, -1).every((batch) => batch.length === options.batchSize)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

it('order and content do not depend on prefetch, concurrency, or on promises', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, async ({ length, batchSize, shuffle, seed, prefetch, concurrency }) => {
      const plain = await all(loaderOf(count(length), { batchSize, shuffle, seed }));
      expect(await all(loaderOf(later(count(length)), { batchSize, shuffle, seed, prefetch, concurrency }))).toEqual(plain);
    }),
    { numRuns: 60 },
  );
});

it('after a restart at any point the remaining batches come, and then the same epochs', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.nat(1000), fc.boolean(), async ({ length, asynchronous, ...options }, point, dropLast) => {
      fc.pre(!dropLast || length >= options.batchSize);
      const make = (): DataLoader<number, number[]> => loaderOf(asynchronous ? later(count(length)) : count(length), { ...options, dropLast });
      const undisturbed = make();
      const batches: number[][] = [];
      for (let epoch = 0; epoch < 3; epoch++) batches.push(...(await all(undisturbed)));

      const stopAt = point % (2 * undisturbed.length + 1);
      const first = make();
      const seen: number[][] = [];
      while (seen.length < stopAt) {
        for await (const batch of first) {
          seen.push(batch);
          if (seen.length === stopAt) break;
        }
      }
      const second = make();
      second.loadStateDict(JSON.parse(JSON.stringify(first.stateDict())));
      while (seen.length < batches.length) seen.push(...(await all(second)));
      expect(seen).toEqual(batches);
    }),
    { numRuns: 80 },
  );
});

it('an epoch has another order than the one before, and the same for the same seed', async () => {
  const [one, two] = [loaderOf(count(50), { shuffle: true, seed: 3 }), loaderOf(count(50), { shuffle: true, seed: 3 })];
  const [first, second] = [await all(one), await all(one)];
  expect(second).not.toEqual(first);
  expect([await all(two), await all(two)]).toEqual([first, second]);
});

it('leaving an epoch early ends it: the next iteration is the next epoch from its start', async () => {
  const [broken, whole] = [loaderOf(count(20), { shuffle: true }), loaderOf(count(20), { shuffle: true })];
  await leaveEarly(broken);
  await all(whole);
  expect(await all(broken)).toEqual(await all(whole));
});

it('samples that were read ahead do not count as handed out', async () => {
  const asked: number[] = [];
  const dataset: Dataset<number> = { length: 20, get: async (index) => (asked.push(index), index) };
  const loader = loaderOf(dataset, { batchSize: 2, prefetch: 3 });
  const iterator = loader[Symbol.asyncIterator]();
  await iterator.next();
  expect(asked.length).toBeGreaterThan(2);
  expect(loader.stateDict()).toEqual({ epoch: 0, position: 2, samples: 20 });
  await iterator.return();
});

it('never more samples are read at the same time than concurrency says', async () => {
  let running = 0;
  let most = 0;
  const dataset: Dataset<number> = {
    length: 40,
    get: async (index) => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < 3; turn++) await Promise.resolve();
      running--;
      return index;
    },
  };
  await all(loaderOf(dataset, { batchSize: 5, prefetch: 2, concurrency: 3 }));
  expect(most).toBe(3);
});

it('a dataset that answers now at once, now later, is read to its end', async () => {
  const mixed: Dataset<number> = { length: 30, get: (index) => (index % 3 === 0 ? Promise.resolve(index) : index) };
  expect((await all(loaderOf(mixed, { batchSize: 4, concurrency: 1, prefetch: 2 }))).flat()).toEqual(Array.from({ length: 30 }, (_, index) => index));
});

it('closing waits for what is being read and asks for nothing more', async () => {
  let open = 0;
  let asked = 0;
  const dataset: Dataset<number> = {
    length: 100,
    get: async (index) => {
      asked++;
      open++;
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      return index;
    },
  };
  await leaveEarly(loaderOf(dataset, { batchSize: 10, prefetch: 3, concurrency: 4 }));
  expect(open).toBe(0);
  const before = asked;
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBe(before);
});

it('an error ends the iteration after the batches before it; other samples go unnoticed', async () => {
  const dataset: Dataset<number> = {
    length: 10,
    get: async (index) => {
      if (index >= 5) throw new DataError({ owner: `sample ${index}`, expected: 'a sample' });
      return index;
    },
  };
  const seen: number[][] = [];
  const run = (async () => {
    for await (const batch of loaderOf(dataset, { batchSize: 2, prefetch: 4 })) seen.push(batch);
  })();
  await expect(run).rejects.toThrow('sample 5');
  expect(seen).toEqual([[0, 1], [2, 3]]);
});

it.each([true, false])('a skipped sample makes its batch smaller, an empty batch is left out (promises: %s)', async (promises) => {
  const get = (index: number): number => {
    if ([1, 4, 5].includes(index)) throw new SkipSample({ owner: `sample ${index}`, expected: 'a sample' });
    return index;
  };
  const dataset: Dataset<number> = { length: 7, get: promises ? async (index) => get(index) : get };
  const indices: (readonly number[])[] = [];
  const loader = new DataLoader<number, number[]>(dataset, { batchSize: 2, collate: (samples, numbers) => (indices.push(numbers), [...samples]) });
  expect(await all(loader)).toEqual([[0], [2, 3], [6]]);
  expect(indices).toEqual([[0], [2, 3], [6]]);
  expect(loader.stateDict()).toEqual({ epoch: 0, position: 7, samples: 7 });
});

it('dropLast leaves a smaller last batch out', async () => {
  const loader = loaderOf(count(7), { batchSize: 3, dropLast: true });
  expect(loader.length).toBe(2);
  expect(await all(loader)).toEqual([[0, 1, 2], [3, 4, 5]]);
});

it('the batch size may be changed between two batches', async () => {
  const loader = loaderOf(count(9), { batchSize: 2 });
  const batches: number[][] = [];
  for await (const batch of loader) {
    batches.push(batch);
    loader.batchSize = 4;
  }
  expect(batches).toEqual([[0, 1], [2, 3, 4, 5], [6, 7, 8]]);
  expect(() => (loader.batchSize = 0)).toThrow(OptionError);
});

it('a sampler of the user decides about samples and order', async () => {
  const sampler = { length: 3, indices: (epoch: number) => [epoch, 7, 7] };
  const loader = loaderOf(count(10), { sampler, batchSize: 2 });
  expect([await all(loader), await all(loader)]).toEqual([[[0, 7], [7]], [[1, 7], [7]]]);
});

it('collate may answer with a promise', async () => {
  const loader = new DataLoader<number, number>(count(4), { batchSize: 2, collate: async (samples) => samples.length });
  expect(await all(loader)).toEqual([2, 2]);
});

describe('tensors', () => {
  const rows = arrayDataset(Array.from({ length: 10 }, (_, index): [Float32Array, number] => [Float32Array.of(index, -index), index % 3]));

  it('by default a batch is [x, y] with the batch size first', async () => {
    const loader = new DataLoader(rows, { batchSize: 4 });
    const batches: LabelledBatch[] = await all(loader);
    expect(batches.map(([x, y]) => [x.shape, x.dtype, y.shape, y.dtype])).toEqual([
      [[4, 2], 'float32', [4], 'int32'],
      [[4, 2], 'float32', [4], 'int32'],
      [[2, 2], 'float32', [2], 'int32'],
    ]);
    expect([...(batches[2]?.[0].dataSync() ?? [])]).toEqual([8, -8, 9, -9]);
    tf.dispose(batches);
  });

  it('only those that were handed out exist, also when an epoch is left early', async () => {
    const slow: Dataset<[Float32Array, number]> = { length: rows.length, get: async (index) => rows.get(index) };
    const before = tf.memory().numTensors;
    for await (const [x, y] of new DataLoader(slow, { batchSize: 2, prefetch: 3 })) {
      expect(tf.memory().numTensors).toBe(before + 2);
      x.dispose();
      y.dispose();
      break;
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('the loader says that its batches belong to whoever iterates', () => {
    expect(new DataLoader(rows).ownsBatches).toBe(true);
  });
});

describe('bad input', () => {
  it.each<[string, object, string]>([
    ['a batch size of 0', { batchSize: 0 }, 'DataLoader.batchSize'],
    ['an unknown option', { batchsize: 2 }, 'batchsize'],
    ['a sampler beside shuffle', { sampler: new SequentialSampler(3), shuffle: true }, 'DataLoader.sampler'],
    ['a sampler that is none', { sampler: [1, 2] }, 'DataLoader.sampler'],
    ['a concurrency of 0', { concurrency: 0 }, 'DataLoader.concurrency'],
  ])('%s', (_, options, message) => {
    expect(() => loaderOf(count(3), options)).toThrow(OptionError);
    expect(() => loaderOf(count(3), options)).toThrow(message);
  });

  it('a dataset without samples, or with too few of them', () => {
    expect(() => loaderOf(count(0))).toThrow(DataError);
    expect(() => loaderOf(count(3), { batchSize: 4, dropLast: true })).toThrow(/at least 4 samples/);
  });

  it.each<[string, object]>([
    ['of nothing', {}],
    ['of another number of samples', { epoch: 0, position: 0, samples: 11 }],
    ['beyond the end', { epoch: 0, position: 11, samples: 10 }],
    ['that is negative', { epoch: -1, position: 0, samples: 10 }],
  ])('a state %s is refused, and the loader stays as it was', async (_, state) => {
    const loader = loaderOf(count(10), { batchSize: 5 });
    await loader[Symbol.asyncIterator]().next();
    expect(() => loader.loadStateDict(state as never)).toThrow(CheckpointError);
    expect(loader.stateDict()).toEqual({ epoch: 0, position: 5, samples: 10 });
  });
});
