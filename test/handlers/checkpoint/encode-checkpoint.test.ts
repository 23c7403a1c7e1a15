import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { StateTree, StateValue } from '../../../src/contracts';
import { CheckpointError } from '../../../src/errors';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/handlers';
import { readSafetensors } from '../../../src/safetensors';
import { bitsOf, stateTree } from './state-trees';

it('every tree is read back with the same bits', async () => {
  await fc.assert(
    fc.asyncProperty(stateTree, async (tree) => {
      expect(bitsOf(await decodeCheckpoint(await encodeCheckpoint(tree)))).toEqual(bitsOf(tree));
    }),
  );
});

it('equal trees give equal bytes', async () => {
  await fc.assert(fc.asyncProperty(stateTree, async (tree) => expect(await encodeCheckpoint(structuredClone(tree))).toEqual(await encodeCheckpoint(tree))), { numRuns: 30 });
});

it('a tensor lies in the file under the path of its keys', async () => {
  const kernel = { dtype: 'float32' as const, shape: [2], data: Float32Array.of(1, 2) };
  const { tensors } = readSafetensors(await encodeCheckpoint({ model: { 'dense/kernel': kernel }, optimizer: { slots: [kernel] } }));
  expect([...tensors.keys()]).toEqual(['model/dense/kernel', 'optimizer/slots/0']);
});

it('paths that read the same are kept apart', async () => {
  const [one, two] = [1, 2].map((value) => ({ dtype: 'float32' as const, shape: [], data: Float32Array.of(value) }));
  const tree = { 'a/b': one, a: { b: two }, __metadata__: one } as StateTree;
  expect(bitsOf(await decodeCheckpoint(await encodeCheckpoint(tree)))).toEqual(bitsOf(tree));
});

it('the manifest holds the version and the digest of the data', async () => {
  const bytes = await encodeCheckpoint({ a: { dtype: 'uint8', shape: [3], data: Uint8Array.of(1, 2, 3) } });
  const manifest: unknown = JSON.parse(readSafetensors(bytes).metadata.get('tfjs-ignite') ?? '');
  expect(manifest).toMatchObject({ version: 1, dataSha256: createHash('sha256').update(Uint8Array.of(1, 2, 3)).digest('hex') });
});

it.each<[string, unknown, string]>([
  ['undefined', undefined, 'encodeCheckpoint at a/b'],
  ['a function', () => 1, 'encodeCheckpoint at a/b'],
  ['a bigint', 1n, 'encodeCheckpoint at a/b'],
  ['a bare typed array', Float32Array.of(1), 'encodeCheckpoint at a/b'],
  ['a Map', new Map(), 'encodeCheckpoint at a/b'],
  ['a Date', new Date(0), 'encodeCheckpoint at a/b'],
])('%s is refused with its path', async (_, value, message) => {
  const tree = { a: { b: value as StateValue } };
  await expect(encodeCheckpoint(tree)).rejects.toThrow(CheckpointError);
  await expect(encodeCheckpoint(tree)).rejects.toThrow(message);
});

it('a hole in a list is refused', async () => {
  const list: number[] = [];
  list[1] = 1;
  await expect(encodeCheckpoint({ list })).rejects.toThrow('encodeCheckpoint at list/0');
});

it('a cycle is refused', async () => {
  const tree: Record<string, StateValue> = {};
  tree.self = tree;
  await expect(encodeCheckpoint(tree)).rejects.toThrow('no cycle');
});
