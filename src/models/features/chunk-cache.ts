import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { FileStore, Logger } from '../../contracts';
import { OptionError } from '../../errors';
import { sha256 } from '../../internal';
import { decodeChunk, encodeChunk } from './feature-chunk';
import type { FeatureTable } from './feature-dataset';
import { hashWeights } from './hash-weights';

/** The key of a cache: a digest of all that features depend on. */
export async function cacheKey(backbone: LayersModel, batchSize: number, key: Readonly<Record<string, unknown>> | undefined): Promise<string> {
  if (key === undefined) {
    throw new OptionError({ owner: 'extractFeatures.key', expected: 'what the samples are, together with a cache', got: key, mend: 'Give the transform and the list of samples.' });
  }
  const parts = { format: 1, weights: await hashWeights(backbone), batchSize, backend: tf.getBackend(), key };
  return sha256(new TextEncoder().encode(JSON.stringify(parts)));
}

/** Finished batches of one key. */
export interface ChunkCache {
  has(batch: number): boolean;
  read(batch: number): Promise<FeatureTable | undefined>;
  write(batch: number, table: FeatureTable): Promise<void>;
}

/** Opens the batches of one key in a store; a batch that cannot be read counts as missing, with a notice. */
export async function openChunkCache(store: FileStore, key: string, logger: Logger): Promise<ChunkCache> {
  const present = new Set(await store.list());
  const nameOf = (batch: number): string => `features-${key.slice(0, 16)}-${String(batch).padStart(5, '0')}.safetensors`;
  return {
    has: (batch) => present.has(nameOf(batch)),
    async read(batch) {
      const name = nameOf(batch);
      if (!present.has(name)) return undefined;
      try {
        return await decodeChunk(key, await store.read(name));
      } catch (error) {
        logger.warn(`${store.location}/${name} is damaged and is computed again: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
    },
    async write(batch, table) {
      await store.write(nameOf(batch), await encodeChunk(key, table));
    },
  };
}
