import type { FileStore, StateDict } from '../../../src/contracts';
import { Engine, Events } from '../../../src/engine';
import { OptionError, StateError } from '../../../src/errors';
import { CheckpointEvents, memoryStore, ModelCheckpoint } from '../../../src/handlers';

const box: StateDict = { stateDict: () => ({ value: 1 }), loadStateDict: () => undefined };
let store: FileStore;
beforeEach(() => {
  store = memoryStore();
});

it('one handler serves several events with objects of their own', async () => {
  const trainer = new Engine(() => 0);
  const checkpoint = new ModelCheckpoint({ store, nSaved: null });
  trainer.on(Events.EPOCH_COMPLETED, checkpoint, { model: box });
  trainer.on(Events.COMPLETED, checkpoint, { model: box, trainer });
  await trainer.run([1, 2], { maxEpochs: 2 });
  expect(await store.list()).toEqual(['checkpoint_4.safetensors', 'model_2.safetensors', 'model_4.safetensors']);
});

it('refuses a store with checkpoints before the first iteration', async () => {
  await store.write('old.safetensors', new Uint8Array(0));
  const trainer = new Engine(() => 0);
  new ModelCheckpoint({ store }).attach(trainer, { box });
  await expect(trainer.run([1], { maxEpochs: 1 })).rejects.toThrow(StateError);
  expect(trainer.state.iteration).toBe(0);
});

it('does not mind other files, its own of a loaded state, or any when told so', async () => {
  for (const name of ['notes.txt', 'box_1.safetensors']) await store.write(name, new Uint8Array(0));
  const resumed = new ModelCheckpoint({ store });
  resumed.loadStateDict({ saved: [[1, 'box_1.safetensors']] });
  const lenient = new ModelCheckpoint({ store, requireEmpty: false, filenamePrefix: 'other' });
  const trainer = new Engine(() => 0);
  resumed.attach(trainer, { box });
  lenient.attach(trainer, { box });
  await trainer.run([1, 2], { maxEpochs: 1 });
  expect(await store.list()).toEqual(['box_2.safetensors', 'notes.txt', 'other_box_2.safetensors']);
});

it('its event is known by value as soon as it is attached, and gone handlers stay silent', async () => {
  const trainer = new Engine(() => 0);
  const handle = new ModelCheckpoint({ store }).attach(trainer, { box });
  expect(trainer.hasRegisteredEvent(CheckpointEvents.SAVED_CHECKPOINT)).toBe(true);
  handle.remove();
  await trainer.run([1], { maxEpochs: 1 });
  expect(await store.list()).toEqual([]);
});

it.each<[string, object]>([['no objects', {}], ['what cannot be saved', { a: 1 }], ['the name of its own state', { checkpointer: box }]])('refuses %s', (_, toSave) => {
  expect(() => new ModelCheckpoint({ store, includeSelf: true }).attach(new Engine(() => 0), toSave as never)).toThrow(OptionError);
});

it.each([{}, { store: '/tmp' }, { store: memoryStore(), toSave: {} }])('refuses the options %p', (options) => {
  expect(() => new ModelCheckpoint(options as never)).toThrow(OptionError);
});
