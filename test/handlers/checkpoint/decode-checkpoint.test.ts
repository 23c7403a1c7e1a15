import fc from 'fast-check';
import type { StateTree } from '../../../src/contracts';
import { CheckpointError } from '../../../src/errors';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/handlers';
import { sha256 } from '../../../src/internal';
import { writeSafetensors } from '../../../src/safetensors';
import { bitsOf } from './state-trees';

const tree: StateTree = {
  model: { kernel: { dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) } },
  trainer: { epoch: 3, iteration: 123, best: -Infinity },
};

it('any damage to the file is found, or changes nothing', async () => {
  const whole = await encodeCheckpoint(tree);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const damaged = whole.slice();
      damaged[at] = (damaged[at] ?? 0) ^ flip;
      const outcome = await decodeCheckpoint(damaged).then(bitsOf, (error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CheckpointError);
      else expect(outcome).toEqual(bitsOf(tree));
    }),
    { numRuns: 400 },
  );
});

it('every file that is cut off is refused', async () => {
  const whole = await encodeCheckpoint(tree);
  for (let length = 0; length < whole.length; length++) await expect(decodeCheckpoint(whole.subarray(0, length))).rejects.toThrow(CheckpointError);
});

it('a flipped bit of a tensor is named as damage to the tensors', async () => {
  const damaged = await encodeCheckpoint(tree);
  damaged[damaged.length - 1] = 0x7f;
  await expect(decodeCheckpoint(damaged)).rejects.toThrow(/the tensors to have the SHA-256 .* The file is damaged/);
});

it('a weight file that is no checkpoint is told from a damaged one', async () => {
  await expect(decodeCheckpoint(writeSafetensors([]))).rejects.toThrow('Weights alone are loaded with loadWeights');
});

it('a file of another version is refused with that version', async () => {
  const manifest = JSON.stringify({ version: 2, anything: true });
  await expect(decodeCheckpoint(writeSafetensors([], { 'tfjs-ignite': manifest, state: '{}' }))).rejects.toThrow('expected format version 1, got 2');
});

const one = { dtype: 'uint8', shape: [1], data: Uint8Array.of(1) } as const;

it.each<[string, string, [string, typeof one][], string]>([
  ['a list for a tree', '[]', [], 'a state tree that is an object'],
  ['a tensor for a tree', '{"$":"tensor","name":"a","dtype":"uint8","shape":[1]}', [['a', one]], 'a state tree that is an object'],
  ['no JSON', '{', [], 'the state tree in JSON'],
  ['an unknown kind of value', '{"a":{"$":"date","value":1}}', [], 'a known kind of value'],
  ['a tensor that is not there', '{"a":{"$":"tensor","name":"a","dtype":"uint8","shape":[1]}}', [], 'a tensor "a"'],
  ['a tensor of another shape', '{"a":{"$":"tensor","name":"a","dtype":"uint8","shape":[2]}}', [['a', one]], 'to be uint8 of shape [2]'],
  ['a tensor that nobody has', '{}', [['a', one]], 'no tensor that the state tree does not have'],
  ['a tree too deep for the stack', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, [], 'at most 256 levels'],
])('%s with the right digests is refused', async (_, state, tensors, message) => {
  const data = tensors.length === 0 ? new Uint8Array(0) : one.data;
  const manifest = { version: 1, dataSha256: await sha256(data), stateSha256: await sha256(new TextEncoder().encode(state)) };
  const bytes = writeSafetensors(tensors, { 'tfjs-ignite': JSON.stringify(manifest), state });
  await expect(decodeCheckpoint(bytes)).rejects.toThrow(message);
});

it('a tree cannot reach the prototype of objects', async () => {
  const hostile = await encodeCheckpoint(JSON.parse('{"__proto__":{"polluted":true}}') as StateTree);
  const decoded = await decodeCheckpoint(hostile);
  expect(Object.keys(decoded)).toEqual(['__proto__']);
  expect('polluted' in {}).toBe(false);
});
