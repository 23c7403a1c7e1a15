import { CheckpointError } from '../../../src/errors';
import { memoryStore } from '../../../src/handlers';
import { storeSaveHandler } from '../../../src/handlers/checkpoint/save-handler';

const metadata = { basename: 'a', scoreName: null, priority: 1 };

it('saves, reads and removes files of a store', async () => {
  const store = memoryStore();
  const handler = storeSaveHandler('Checkpoint', store);
  await handler.save({ value: NaN }, 'a', metadata);
  expect(await handler.read?.('a')).toEqual({ value: NaN });
  await handler.remove('a');
  expect(await store.list()).toEqual([]);
});

it('says in one sentence where a file could not be written and why', async () => {
  const store = { ...memoryStore(), location: '/full', write: () => Promise.reject(new Error('no space left.')) };
  const saved = storeSaveHandler('Checkpoint', store).save({}, 'a', metadata);
  await expect(saved).rejects.toThrow(CheckpointError);
  await expect(saved).rejects.toThrow('Checkpoint: expected to write a to /full (no space left). The checkpoint written before it is untouched.');
});
