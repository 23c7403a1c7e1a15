import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { FileStore, StateDict, StateTree } from '../../../src/contracts';
import { Engine, Events } from '../../../src/engine';
import { CheckpointError, DataError, OptionError, StateError } from '../../../src/errors';
import type { CheckpointOptions, SavedCheckpoint } from '../../../src/handlers';
import { Checkpoint, CheckpointEvents, decodeCheckpoint, defaultScoreFunction, globalStepFromEngine, memoryStore } from '../../../src/handlers';
import { parametersOf } from '../../../src/optim';
import { useTestBackend } from '../../support/backend';

useTestBackend();

/** An object whose state is one number. */
function box(value = 0): StateDict & { value: number } {
  return {
    value,
    stateDict() {
      return { value: this.value };
    },
    loadStateDict(state: StateTree) {
      if (typeof state.value !== 'number') throw new CheckpointError({ owner: 'box', expected: 'a value' });
      this.value = state.value;
    },
  };
}

/** A store whose writes fail from a given one on. */
function failingStore(inner: FileStore, isFailing: () => boolean): FileStore {
  return { ...inner, write: (name, content) => (isFailing() ? Promise.reject(new DataError({ owner: 'disk', expected: 'room' })) : inner.write(name, content)) };
}

it('keeps the newest', async () => {
  const store = memoryStore();
  const trainer = new Engine(() => 0);
  new Checkpoint({ toSave: { trainer }, store, nSaved: 2, filenamePrefix: 'last' }).attach(trainer);
  await trainer.run([1, 2], { maxEpochs: 4 });
  expect(await store.list()).toEqual(['last_trainer_6.safetensors', 'last_trainer_8.safetensors']);
});

it('keeps exactly the n best, the later of equal ones last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 4 }), async (scores, nSaved) => {
      const store = memoryStore();
      const engine = new Engine(() => 0);
      const toSave = { box: box() };
      const checkpoint = new Checkpoint({ toSave, store, nSaved, scoreFunction: ({ state }) => scores[state.epoch - 1] ?? NaN, globalStepTransform: ({ state }) => state.epoch });
      checkpoint.attach(engine);
      await engine.run([0], { maxEpochs: scores.length });
      const kept = checkpoint.saved.map(({ priority }) => priority);
      expect(kept).toEqual([...scores].sort((a, b) => a - b).slice(-nSaved));
      expect(await store.list()).toEqual(checkpoint.saved.map(({ filename }) => filename).sort());
      expect(checkpoint.lastCheckpoint).toBe(checkpoint.saved.at(-1)?.filename);
    }),
  );
});

it('a score of NaN replaces nothing and is replaced by any number', async () => {
  const scores = [NaN, 0.25, NaN];
  const engine = new Engine(() => 0);
  const checkpoint = new Checkpoint({ toSave: { box: box() }, store: memoryStore(), scoreFunction: ({ state }) => scores[state.epoch - 1] ?? 0 });
  checkpoint.attach(engine);
  await engine.run([0], { maxEpochs: 3 });
  expect(checkpoint.lastCheckpoint).toBe('box_0.2500.safetensors');
});

it('saves several objects by name, and a single one as its own state', async () => {
  const store = memoryStore();
  const engine = new Engine(() => 0);
  engine.on(Events.COMPLETED, new Checkpoint({ toSave: { a: box(1), b: box(2) }, store }));
  engine.on(Events.COMPLETED, new Checkpoint({ toSave: { a: box(3) }, store }));
  engine.on(Events.COMPLETED, new Checkpoint({ toSave: { b: box(4) }, store, includeSelf: true }));
  await engine.run([0], { maxEpochs: 1 });
  expect(await decodeCheckpoint(await store.read('checkpoint_1.safetensors'))).toEqual({ a: { value: 1 }, b: { value: 2 } });
  expect(await decodeCheckpoint(await store.read('a_1.safetensors'))).toEqual({ value: 3 });
  expect(await decodeCheckpoint(await store.read('b_1.safetensors'))).toEqual({ b: { value: 4 }, checkpointer: { saved: [[1, 'b_1.safetensors']] } });
});

it('saves the weights of a model', async () => {
  const weight = tf.variable(tf.tensor1d([1, 2]));
  const model = { forward: (x: tf.Tensor) => tf.mul(x, weight), parameters: () => [{ name: 'weight', variable: weight }], buffers: () => [] };
  const store = memoryStore();
  const engine = new Engine(() => 0);
  const before = tf.memory().numTensors;
  new Checkpoint({ toSave: { model }, store }).attach(engine);
  await engine.run([0], { maxEpochs: 1 });
  expect(tf.memory().numTensors).toBe(before);
  weight.assign(tf.tensor1d([8, 9]));
  await Checkpoint.loadObjects({ model }, await store.read('model_1.safetensors'));
  expect([...parametersOf(model)[0]?.variable.dataSync() ?? []]).toEqual([1, 2]);
});

describe('the event SAVED_CHECKPOINT', () => {
  it('can be subscribed to before the first save and says what was saved', async () => {
    const engine = new Engine(() => 0);
    const seen: SavedCheckpoint[] = [];
    engine.on(CheckpointEvents.SAVED_CHECKPOINT, (_, saved) => seen.push(saved));
    engine.on(Events.EPOCH_COMPLETED, new Checkpoint({ toSave: { box: box() }, store: memoryStore() }));
    await engine.run([0], { maxEpochs: 2 });
    expect(seen).toEqual([{ filename: 'box_1.safetensors', priority: 1 }, { filename: 'box_2.safetensors', priority: 2 }]);
  });

  it('does not disturb the step of a second checkpoint at the same event', async () => {
    const trainer = new Engine(() => 0);
    const store = memoryStore();
    for (const name of ['a', 'b']) {
      const options = { toSave: { [name]: box() }, store, globalStepTransform: globalStepFromEngine(trainer) };
      trainer.on(Events.ITERATION_COMPLETED, new Checkpoint(options));
    }
    await trainer.run([1, 2, 3], { maxEpochs: 1 });
    expect(await store.list()).toEqual(['a_3.safetensors', 'b_3.safetensors']);
  });
});

describe('a write that fails', () => {
  it('ends the run with one sentence and leaves the last good file and the state', async () => {
    const inner = memoryStore();
    const engine = new Engine(() => 0);
    const checkpoint = new Checkpoint({ toSave: { box: box() }, store: failingStore(inner, () => engine.state.epoch > 1) });
    checkpoint.attach(engine);
    const run = engine.run([0], { maxEpochs: 5 });
    await expect(run).rejects.toThrow(CheckpointError);
    await expect(run).rejects.toThrow('Checkpoint: expected to write box_2.safetensors to memory (disk: expected room). The checkpoint written before it is untouched.');
    expect(engine.state.epoch).toBe(2);
    expect(await inner.list()).toEqual(['box_1.safetensors']);
    expect(checkpoint.lastCheckpoint).toBe('box_1.safetensors');
  });

  it('an object that cannot be encoded is named', async () => {
    const engine = new Engine(() => 0);
    const odd = { ...box(), stateDict: () => ({ when: new Date() }) as unknown as StateTree };
    new Checkpoint({ toSave: { odd, box: box() }, store: memoryStore() }).attach(engine);
    await expect(engine.run([0], { maxEpochs: 1 })).rejects.toThrow('encodeCheckpoint at odd/when');
  });
});

describe('its state', () => {
  it('lets a new handler go on with the same files', async () => {
    const store = memoryStore();
    const engine = new Engine(() => 0);
    const first = new Checkpoint({ toSave: { box: box() }, store, nSaved: 2 });
    const handle = first.attach(engine);
    await engine.run([0], { maxEpochs: 2 });
    handle.remove();
    const second = new Checkpoint({ toSave: { box: box() }, store, nSaved: 2 });
    second.loadStateDict(first.stateDict());
    second.attach(engine);
    await engine.run([0], { maxEpochs: 3 });
    expect(await store.list()).toEqual(['box_2.safetensors', 'box_3.safetensors']);
  });

  it.each([{}, { saved: 1 }, { saved: [[1]] }, { saved: [['a', 1]] }])('refuses %j', (state) => {
    const checkpoint = new Checkpoint({ toSave: { box: box() }, store: memoryStore() });
    expect(() => checkpoint.loadStateDict(state as StateTree)).toThrow(CheckpointError);
  });
});

describe('reloadObjects', () => {
  it('finds the file by its parts', async () => {
    const saved = box(1);
    const engine = new Engine(() => 0);
    engine.on(Events.EPOCH_COMPLETED, ({ state }) => void (saved.value = state.metrics.accuracy = state.epoch / 4));
    const options = { scoreFunction: defaultScoreFunction('accuracy'), scoreName: 'accuracy', globalStepTransform: globalStepFromEngine(engine) };
    const checkpoint = new Checkpoint({ toSave: { saved }, store: memoryStore(), nSaved: null, ...options });
    checkpoint.attach(engine);
    await engine.run([0], { maxEpochs: 3 });
    const loaded = box();
    await checkpoint.reloadObjects({ saved: loaded }, { globalStep: 1, score: 0.25 });
    expect(loaded.value).toBe(0.25);
    await expect(checkpoint.reloadObjects({ saved: loaded }, { globalStep: 9, score: 0.25 })).rejects.toThrow(DataError);
  });

  it('needs a store', async () => {
    const checkpoint = new Checkpoint({ toSave: { box: box() }, saveHandler: () => undefined });
    await expect(checkpoint.reloadObjects({ box: box() }, {})).rejects.toThrow(StateError);
  });
});

it('a function saves as well, and what it saved is not removed', async () => {
  const names: string[] = [];
  const engine = new Engine(() => 0);
  new Checkpoint({ toSave: { box: box(5) }, saveHandler: (state, name) => void names.push(`${name} ${JSON.stringify(state)}`) }).attach(engine);
  await engine.run([0], { maxEpochs: 2 });
  expect(names).toEqual(['box_1.safetensors {"value":5}', 'box_2.safetensors {"value":5}']);
});

it.each<[string, object]>([
  ['nothing to save', { toSave: {} }],
  ['something that cannot be saved', { toSave: { a: 1 } }],
  ['neither store nor save handler', { store: undefined }],
  ['both', { saveHandler: () => undefined }],
  ['nSaved 0', { nSaved: 0 }],
  ['an unknown option', { atomic: true }],
  ['an unknown placeholder', { filenamePattern: '{epoch}.{ext}' }],
  ['a score in the name without a score', { filenamePattern: '{score}.{ext}' }],
  ['the key checkpointer beside includeSelf', { toSave: { checkpointer: box() }, includeSelf: true }],
])('refuses %s', (_, wrong) => {
  expect(() => new Checkpoint({ toSave: { box: box() }, store: memoryStore(), ...wrong })).toThrow(OptionError);
});

it.each([['score', { scoreFunction: () => 'a' }], ['step', { globalStepTransform: () => 0.5 }]])('a %s of the wrong kind ends the run', async (_, wrong) => {
  const engine = new Engine(() => 0);
  new Checkpoint({ toSave: { box: box() }, store: memoryStore(), ...wrong } as CheckpointOptions).attach(engine);
  await expect(engine.run([0], { maxEpochs: 1 })).rejects.toThrow(OptionError);
});
