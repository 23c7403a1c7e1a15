import { memoryStore } from '../../../src/handlers';
import { cacheKey, openChunkCache } from '../../../src/models/features/chunk-cache';
import { useTestBackend } from '../../support/backend';
import { tinyDensenet } from '../tiny';

useTestBackend();

const table = { features: Float32Array.of(1, 2), width: 2, labels: Int32Array.of(3), indices: Int32Array.of(0) };
const silent = { info: () => {}, warn: () => {}, error: () => {} };

describe('openChunkCache', () => {
  it('finds, in a later process, what was written under the same key and nothing else', async () => {
    const store = memoryStore();
    await (await openChunkCache(store, 'a'.repeat(64), silent)).write(4, table);
    const same = await openChunkCache(store, 'a'.repeat(64), silent);
    expect([same.has(4), same.has(3), await same.read(4), await same.read(3)]).toEqual([true, false, table, undefined]);
    expect((await openChunkCache(store, 'b'.repeat(64), silent)).has(4)).toBe(false);
  });

  it('takes no file of a key that only begins alike', async () => {
    const store = memoryStore();
    const key = 'a'.repeat(64);
    await (await openChunkCache(store, key, silent)).write(0, table);
    expect(await (await openChunkCache(store, `${key.slice(1)}b`, silent)).read(0)).toBeUndefined();
  });
});

describe('cacheKey', () => {
  it('depends on weights, batch size and key, and on nothing that changes between processes', async () => {
    const key = { samples: ['a'] };
    const [first, again, ...others] = await Promise.all([
      cacheKey(tinyDensenet(), 8, key),
      cacheKey(tinyDensenet(), 8, { samples: ['a'] }),
      cacheKey(tinyDensenet(1), 8, key),
      cacheKey(tinyDensenet(), 9, key),
      cacheKey(tinyDensenet(), 8, { samples: ['b'] }),
    ]);
    expect(again).toBe(first);
    expect(new Set([first, ...others]).size).toBe(4);
  });
});
