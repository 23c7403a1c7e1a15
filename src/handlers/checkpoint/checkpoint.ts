import * as z from 'zod/mini';
import type { FileStore, StateDict, StateTree } from '../../contracts';
import type { AnyEngine, EngineEvent, RemovableEventHandle } from '../../engine';
import { Events } from '../../engine';
import { OptionError, StateError } from '../../errors';
import { parseOptions } from '../../internal';
import { saveablesSchema } from '../schemas';
import type { SavedCheckpoint } from './checkpoint-events';
import { CheckpointEvents } from './checkpoint-events';
import { CheckpointKeeper, checkToSave } from './checkpoint-keeper';
import type { Destination, KeeperOptions } from './checkpoint-options';
import { destinationShape, keeperShape } from './checkpoint-options';
import { loadObjects } from './load-objects';
import type { SaveFunction, SaveHandler } from './save-handler';
import { storeSaveHandler } from './save-handler';
import type { Saveables } from './saveable';
import { toStateDict } from './saveable';

const schema = z.strictObject({
  toSave: saveablesSchema,
  ...destinationShape,
  ...keeperShape,
});

/** Options of {@link Checkpoint}. Exactly one of `store` and `saveHandler` is needed. */
export interface CheckpointOptions<E extends AnyEngine = AnyEngine> extends KeeperOptions<E>, Destination {
  /** What is saved, by name: models, what has a state dict, and lists and plain objects of these. */
  readonly toSave: Saveables;
}

/**
 * Saves objects at an event and keeps the newest or the best files.
 *
 * The new file is written, durably, before an old one is removed; when writing fails the run ends with a `CheckpointError` and
 * the files are as they were. With several objects a file holds their states by name, a single one is saved as its own state
 * (beside `checkpointer` with `includeSelf`). Files are named `{filenamePrefix}_{name}_{globalStep}_{scoreName}={score}.safetensors`
 * with the parts there are; the name is the key of a single object, else `checkpoint`.
 *
 * @typeParam E the engine that calls the handler and is scored
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Checkpoint, Engine, Events, memoryStore } from 'tfjs-ignite';
 *
 * const trainer = new Engine(() => 0);
 * const store = memoryStore();
 * const checkpoint = new Checkpoint({ toSave: { trainer }, store, nSaved: 2 });
 * trainer.on(Events.EPOCH_COMPLETED, checkpoint);
 * await trainer.run([1, 2, 3], { maxEpochs: 3 });
 * await store.list(); // => [ 'trainer_6.safetensors', 'trainer_9.safetensors' ]
 * checkpoint.lastCheckpoint; // => 'trainer_9.safetensors'
 * ```
 */
export class Checkpoint<E extends AnyEngine = AnyEngine> implements StateDict {
  readonly #keeper: CheckpointKeeper<E>;
  readonly #toSave: Saveables;

  /** {@link loadObjects}, where users of Ignite look for it. */
  static readonly loadObjects = loadObjects;

  constructor(options: CheckpointOptions<E>) {
    const { toSave, store, saveHandler, includeSelf } = parseOptions('Checkpoint', schema, options);
    checkToSave('Checkpoint.toSave', toSave, includeSelf);
    for (const [name, value] of Object.entries(toSave)) toStateDict('Checkpoint.toSave', name, value);
    this.#toSave = { ...toSave };
    this.#keeper = new CheckpointKeeper('Checkpoint', options, destination(store, saveHandler));
  }

  /** The files that are kept, ascending by rank. */
  get saved(): readonly SavedCheckpoint[] {
    return this.#keeper.saved;
  }

  /** The kept file of the highest rank, which with a score need not be the newest; `null` before the first. */
  get lastCheckpoint(): string | null {
    return this.#keeper.lastCheckpoint;
  }

  /** Saves, if the checkpoint ranks among the best. */
  handle(engine: E): Promise<void> {
    return this.#keeper.save(engine, this.#toSave);
  }

  /** Saves at `event`, EPOCH_COMPLETED by default, and makes SAVED_CHECKPOINT known to the engine by name. */
  attach(engine: E, event: EngineEvent = Events.EPOCH_COMPLETED): RemovableEventHandle {
    const anyEngine: AnyEngine = engine;
    anyEngine.registerEvents(CheckpointEvents.SAVED_CHECKPOINT);
    return anyEngine.on(event, this);
  }

  /**
   * Loads objects from a kept file, whose name is made of the parts that are given.
   *
   * @throws StateError where the save handler cannot read; DataError when there is no such file
   */
  async reloadObjects(toLoad: Saveables, parts: { globalStep?: number; score?: number; name?: string }): Promise<void> {
    const { saveHandler } = this.#keeper;
    if (saveHandler.read === undefined) throw new StateError({ owner: 'Checkpoint.reloadObjects', expected: 'a store, or a saveHandler with read()' });
    await loadObjects(toLoad, await saveHandler.read(this.#keeper.filename(this.#toSave, parts)));
  }

  /** Forgets the files without removing them. */
  reset(): void {
    this.#keeper.reset();
  }

  stateDict(): StateTree {
    return this.#keeper.stateDict();
  }

  loadStateDict(state: StateTree): void {
    this.#keeper.loadStateDict(state);
  }
}

function destination(store: FileStore | undefined, saveHandler: SaveHandler | SaveFunction | undefined): SaveHandler {
  if ((store === undefined) === (saveHandler === undefined)) {
    throw new OptionError({ owner: 'Checkpoint', expected: 'exactly one of store and saveHandler', got: store === undefined ? 'neither' : 'both' });
  }
  if (store !== undefined) return storeSaveHandler('Checkpoint', store);
  if (typeof saveHandler === 'object') return saveHandler;
  return { save: (...args) => saveHandler?.(...args), remove: () => undefined };
}
