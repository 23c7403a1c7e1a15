import * as tf from '@tensorflow/tfjs-core';
import type { FileStore, HostTensor } from '../../../src/contracts';
import type { Dataset } from '../../../src/data';
import { DataError, OptionError, ShapeError, SkipSample } from '../../../src/errors';
import { memoryStore } from '../../../src/handlers';
import { extractFeatures, splitHead } from '../../../src/models';
import type { FeatureProgress } from '../../../src/models';
import { useTestBackend } from '../../support/backend';
import { noise, tinyDensenet } from '../tiny';

useTestBackend();

const size = 32;
const length = 7;
const batchSize = 3;
const key = { transform: [{ name: 'Resize', size }], samples: ['a', 'b'] };

interface Counted extends Dataset<readonly [HostTensor, number]> {
  readonly asked: number[];
}

function pictures(get?: (index: number) => void): Counted {
  const asked: number[] = [];
  return {
    length,
    asked,
    async get(index) {
      asked.push(index);
      get?.(index);
      return [{ dtype: 'float32', shape: [size, size, 3], data: noise(size * size * 3, index + 1) }, index % 2];
    },
  };
}

const backboneOf = (seed = 0): ReturnType<typeof splitHead>['backbone'] => splitHead(tinyDensenet(seed)).backbone;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

function countingStore(): FileStore & { written: string[] } {
  const store = memoryStore();
  const written: string[] = [];
  return { ...store, written, write: (name, content) => (written.push(name), store.write(name, content)) };
}

describe('extractFeatures', () => {
  it('gives the features of each sample, in the order of the dataset', async () => {
    const backbone = backboneOf();
    const features = await extractFeatures(backbone, pictures(), { batchSize });
    expect([features.length, features.width]).toEqual([length, 16]);
    expect(Array.from(features.labels)).toEqual([0, 1, 0, 1, 0, 1, 0]);
    expect(Array.from(features.indices)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (let index = 0; index < length; index++) {
      const expected = tf.tidy(() => (backbone.predict(tf.tensor4d(noise(size * size * 3, index + 1), [1, size, size, 3])) as tf.Tensor).dataSync());
      const [{ shape, data }, label] = features.get(index);
      expect([shape, label]).toEqual([[16], index % 2]);
      data.forEach((value, at) => expect(value).toBeCloseTo(expected[at] ?? NaN, 5));
    }
  });

  it('tells how far it is after each batch', async () => {
    const seen: FeatureProgress[] = [];
    await extractFeatures(backboneOf(), pictures(), { batchSize, onBatch: (progress) => seen.push(progress) });
    expect(seen.map(({ batch, batches, samples, cached }) => [batch, batches, samples, cached])).toEqual([
      [1, 3, 3, false],
      [2, 3, 6, false],
      [3, 3, 7, false],
    ]);
  });

  it('with a full cache asks for no sample and gives the same bits', async () => {
    const cache = countingStore();
    const first = await extractFeatures(backboneOf(), pictures(), { batchSize, cache, key });
    const again = pictures();
    const second = await extractFeatures(backboneOf(), again, { batchSize, cache, key });
    expect(again.asked).toEqual([]);
    expect(second).toEqual(first);
    expect(cache.written.length).toBe(3);
  });

  it.each([1, 2])('after a stop before batch %i computes only what is missing and gives the same bits', async (stop) => {
    const undisturbed = await extractFeatures(backboneOf(), pictures(), { batchSize });
    const cache = countingStore();
    const controller = new AbortController();
    const onBatch = ({ batch }: FeatureProgress): void => {
      if (batch === stop) controller.abort(new Error('stop'));
    };
    await expect(extractFeatures(backboneOf(), pictures(), { batchSize, cache, key, onBatch, signal: controller.signal })).rejects.toThrow('stop');
    expect(cache.written.length).toBe(stop);
    const rest = pictures();
    expect(await extractFeatures(backboneOf(), rest, { batchSize, cache, key })).toEqual(undisturbed);
    expect(Math.min(...rest.asked)).toBe(stop * batchSize);
    expect(rest.asked.length).toBe(length - stop * batchSize);
  });

  it.each([
    ['cut off', (bytes: Uint8Array) => bytes.slice(0, -5)],
    ['changed in one bit', (bytes: Uint8Array) => bytes.map((byte, index) => (index === bytes.length - 9 ? byte ^ 1 : byte))],
    ['empty', () => new Uint8Array()],
  ])('computes a file that is %s again, with a notice', async (_, damage) => {
    const cache = memoryStore();
    const expected = await extractFeatures(backboneOf(), pictures(), { batchSize, cache, key });
    const name = (await cache.list())[1] ?? '';
    const whole = await cache.read(name);
    await cache.write(name, damage(whole));
    const notices: string[] = [];
    const again = pictures();
    const logger = { ...silent, warn: (message: string) => notices.push(message) };
    expect(await extractFeatures(backboneOf(), again, { batchSize, cache, key, logger })).toEqual(expected);
    expect(again.asked).toEqual([3, 4, 5]);
    expect(notices).toEqual([expect.stringContaining(`memory/${name} is damaged and is computed again`)]);
    expect(await cache.read(name)).toEqual(whole);
  });

  it.each([
    ['weights', { backbone: () => backboneOf(1) }],
    ['batch size', { batchSize: 4 }],
    ['samples', { key: { ...key, samples: ['a', 'c'] } }],
  ])('does not take features of other %s from the cache', async (_, { backbone = backboneOf, ...changed }: { backbone?: () => ReturnType<typeof backboneOf>; batchSize?: number; key?: object }) => {
    const cache = memoryStore();
    await extractFeatures(backboneOf(), pictures(), { batchSize, cache, key });
    const other = pictures();
    await extractFeatures(backbone(), other, { batchSize, cache, key, ...(changed as object) });
    expect(other.asked.length).toBe(length);
  });

  it('leaves out what the dataset skips, also a whole batch, with and without the cache', async () => {
    const skipped = new Set([1, 3, 4, 5]);
    const skip = (index: number): void => {
      if (skipped.has(index)) throw new SkipSample({ owner: 'test', expected: 'a picture' });
    };
    const cache = memoryStore();
    for (const dataset of [pictures(skip), pictures(skip)]) {
      const features = await extractFeatures(backboneOf(), dataset, { batchSize, cache, key });
      expect(Array.from(features.indices)).toEqual([0, 2, 6]);
      expect(features.features.length).toBe(3 * 16);
    }
  });

  it('ends with the error of a sample or of the cache', async () => {
    const broken = pictures((index) => {
      if (index === 4) throw new DataError({ owner: 'picture', expected: 'an image' });
    });
    await expect(extractFeatures(backboneOf(), broken, { batchSize })).rejects.toThrow('picture: expected an image');
    const full = { ...memoryStore(), write: () => Promise.reject(new DataError({ owner: 'disk', expected: 'space' })) };
    await expect(extractFeatures(backboneOf(), pictures(), { batchSize, cache: full, key })).rejects.toThrow('disk: expected space');
  });

  it('leaves no tensor behind, whether it ends well or not', async () => {
    const backbone = backboneOf();
    const before = tf.memory().numTensors;
    await extractFeatures(backbone, pictures(), { batchSize });
    await extractFeatures(backbone, pictures((index) => { if (index === 6) throw new Error('no'); }), { batchSize }).catch(() => undefined);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a cache without a key, and a model whose output is no table of features', async () => {
    await expect(extractFeatures(backboneOf(), pictures(), { cache: memoryStore() })).rejects.toThrow(OptionError);
    await expect(extractFeatures(backboneOf(), pictures(), { batchSize: 0 })).rejects.toThrow(OptionError);
    const [, conv] = tinyDensenet().layers;
    const { model } = await import('@tensorflow/tfjs-layers');
    const whole = tinyDensenet();
    const cut = model({ inputs: whole.inputs, outputs: whole.getLayer(conv?.name ?? '').output });
    await expect(extractFeatures(cut, pictures())).rejects.toThrow(ShapeError);
  });
});
