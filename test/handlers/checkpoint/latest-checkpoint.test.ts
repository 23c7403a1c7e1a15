import { CheckpointError, OptionError, StateError } from '../../../src/errors';
import { encodeCheckpoint, latestCheckpoint, memoryStore } from '../../../src/handlers';
import type { FileStore } from '../../../src/contracts';

let store: FileStore;
beforeEach(() => {
  store = memoryStore();
});

async function save(filename: string, isDamaged = false): Promise<void> {
  const bytes = await encodeCheckpoint({ filename });
  await store.write(filename, isDamaged ? bytes.subarray(0, -1) : bytes);
}

it('finds nothing in an empty store, nor among files of other names', async () => {
  await save('model_7.safetensors');
  await save('best_checkpoint_7.safetensors');
  await save('checkpoint_7.pt');
  await save('checkpoint_loss=1.safetensors');
  expect(await latestCheckpoint(store)).toBeUndefined();
});

it('takes the largest step as a number, with or without a score', async () => {
  for (const step of ['9', '10_acc=0.5000', '1']) await save(`checkpoint_${step}.safetensors`);
  expect(await latestCheckpoint(store)).toEqual({
    filename: 'checkpoint_10_acc=0.5000.safetensors',
    globalStep: 10,
    state: { filename: 'checkpoint_10_acc=0.5000.safetensors' },
    skipped: [],
  });
});

it('looks at the files of one prefix and name', async () => {
  for (const name of ['run_2_model_5', 'run_model_8', 'run_2_checkpoint_9']) await save(`${name}.safetensors`);
  expect(await latestCheckpoint(store, { prefix: 'run_2', name: 'model' })).toMatchObject({ globalStep: 5 });
});

describe('when the newest file is damaged', () => {
  beforeEach(async () => {
    await save('checkpoint_1.safetensors');
    await save('checkpoint_2.safetensors', true);
    await save('checkpoint_3.safetensors', true);
  });

  it('refuses it and offers the newest that is whole', async () => {
    await expect(latestCheckpoint(store)).rejects.toThrow(CheckpointError);
    await expect(latestCheckpoint(store)).rejects.toThrow(/checkpoint_3\.safetensors in memory to be a whole checkpoint .*checkpoint_1\.safetensors, is whole/);
  });

  it('takes that one when told to', async () => {
    expect(await latestCheckpoint(store, { damaged: 'skip' })).toMatchObject({
      globalStep: 1,
      skipped: ['checkpoint_3.safetensors', 'checkpoint_2.safetensors'],
    });
  });

  it('says so when none is whole', async () => {
    await store.remove('checkpoint_1.safetensors');
    await expect(latestCheckpoint(store, { damaged: 'skip' })).rejects.toThrow('None of the other 1 is whole either');
  });
});

it('a store that fails is not taken for a damaged file', async () => {
  await save('checkpoint_1.safetensors');
  const failing = { ...store, read: () => Promise.reject(new Error('network')) };
  await expect(latestCheckpoint(failing, { damaged: 'skip' })).rejects.toThrow('network');
});

it('refuses options that it does not have', async () => {
  await expect(latestCheckpoint(store, { pattern: 'a' } as object)).rejects.toThrow(OptionError);
});

it.each(['refuse', 'skip'] as const)('without WebCrypto no file counts as damaged: %s', async (damaged) => {
  await save('checkpoint_1.safetensors');
  const restore = Object.getOwnPropertyDescriptor(globalThis, 'crypto') ?? {};
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
  try {
    await expect(latestCheckpoint(store, { damaged })).rejects.toThrow(StateError);
  } finally {
    Object.defineProperty(globalThis, 'crypto', restore);
  }
});
