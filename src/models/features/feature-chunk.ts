import { CheckpointError } from '../../errors';
import { sha256 } from '../../internal';
import { readSafetensors, writeSafetensors } from '../../safetensors';
import type { FeatureTable } from './feature-dataset';

/** Puts the features of one batch into a file: safetensors, with the cache's key and a digest of the content. */
export async function encodeChunk(key: string, table: FeatureTable): Promise<Uint8Array> {
  const { features, width, labels, indices } = table;
  return writeSafetensors(
    [
      ['features', { dtype: 'float32', shape: [labels.length, width], data: features }],
      ['labels', { dtype: 'int32', shape: [labels.length], data: labels }],
      ['indices', { dtype: 'int32', shape: [labels.length], data: indices }],
    ],
    { key, sha256: await digest(table) },
  );
}

/** Reads a file of {@link encodeChunk}; rejects when it is damaged or belongs to another key. */
export async function decodeChunk(key: string, bytes: Uint8Array): Promise<FeatureTable> {
  const { tensors, metadata } = readSafetensors(bytes);
  const [features, labels, indices] = ['features', 'labels', 'indices'].map((name) => tensors.get(name));
  const width = features?.shape[1];
  if (!(features?.data instanceof Float32Array && labels?.data instanceof Int32Array && indices?.data instanceof Int32Array) || width === undefined) {
    throw new CheckpointError({ owner: 'features', expected: 'a file with features, labels and indices', got: [...tensors.keys()] });
  }
  const table = { features: features.data, width, labels: labels.data, indices: indices.data };
  if (metadata.get('key') !== key) throw new CheckpointError({ owner: 'features', expected: `a file of key ${key}`, got: metadata.get('key') });
  if (metadata.get('sha256') !== (await digest(table))) throw new CheckpointError({ owner: 'features', expected: 'content that fits its digest' });
  return table;
}

async function digest({ features, labels, indices }: FeatureTable): Promise<string> {
  const parts = await Promise.all([features, labels, indices].map((part) => sha256(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))));
  return parts.join('-');
}
