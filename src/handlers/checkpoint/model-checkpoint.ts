import * as z from 'zod/mini';
import type { FileStore, StateDict, StateTree } from '../../contracts';
import type { AnyEngine, EngineEvent } from '../../engine';
import { Events, RemovableEventHandle } from '../../engine';
import { StateError } from '../../errors';
import { parseOptions } from '../../internal';
import { storeSchema } from '../schemas';
import type { SavedCheckpoint } from './checkpoint-events';
import { CheckpointEvents } from './checkpoint-events';
import { CheckpointKeeper, checkToSave } from './checkpoint-keeper';
import type { KeeperOptions } from './checkpoint-options';
import { keeperShape } from './checkpoint-options';
import { EXTENSION } from './file-pattern';
import { storeSaveHandler } from './save-handler';
import type { Saveables } from './saveable';
import { toStateDict } from './saveable';

const schema = z.strictObject({ store: storeSchema, requireEmpty: z._default(z.boolean(), true), ...keeperShape });

/** Options of {@link ModelCheckpoint}. */
export interface ModelCheckpointOptions<E extends AnyEngine = AnyEngine> extends KeeperOptions<E> {
  /** Where the files go, such as `fsStore(directory)`. */
  readonly store: FileStore;
  /** Whether a store that already has checkpoints, other than those of a loaded state, is refused. @default true */
  readonly requireEmpty?: boolean;
}

/**
 * A `Checkpoint` for files whose objects are named where it is subscribed, so that one handler can serve several events.
 *
 * A store that is not empty is refused when the run starts, or at the first save of a handler that was subscribed with `on`.
 *
 * @typeParam E the engine that calls the handler and is scored
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Engine, Events, ModelCheckpoint, memoryStore } from 'tfjs-ignite';
 *
 * const trainer = new Engine(() => 0);
 * const checkpoint = new ModelCheckpoint({ store: memoryStore(), filenamePrefix: 'last' });
 * checkpoint.attach(trainer, { trainer }, Events.EPOCH_COMPLETED.every(2));
 * await trainer.run([1, 2, 3], { maxEpochs: 4 });
 * checkpoint.lastCheckpoint; // => 'last_trainer_12.safetensors'
 * ```
 */
export class ModelCheckpoint<E extends AnyEngine = AnyEngine> implements StateDict {
  readonly #keeper: CheckpointKeeper<E>;
  readonly #store: FileStore;
  readonly #includeSelf: boolean;
  #needsCheck: boolean;

  constructor(options: ModelCheckpointOptions<E>) {
    const { store, requireEmpty, includeSelf } = parseOptions('ModelCheckpoint', schema, options);
    this.#store = store;
    this.#includeSelf = includeSelf;
    this.#needsCheck = requireEmpty;
    this.#keeper = new CheckpointKeeper('ModelCheckpoint', options, storeSaveHandler('ModelCheckpoint', store));
  }

  /** The files that are kept, ascending by rank. */
  get saved(): readonly SavedCheckpoint[] {
    return this.#keeper.saved;
  }

  /** The kept file of the highest rank; `null` before the first. */
  get lastCheckpoint(): string | null {
    return this.#keeper.lastCheckpoint;
  }

  /** Saves the objects, if the checkpoint ranks among the best. */
  async handle(engine: E, toSave: Saveables): Promise<void> {
    this.#check(toSave);
    await this.#refuseOtherFiles();
    await this.#keeper.save(engine, toSave);
  }

  /** Saves the objects at `event`, EPOCH_COMPLETED by default. */
  attach(engine: E, toSave: Saveables, event: EngineEvent = Events.EPOCH_COMPLETED): RemovableEventHandle {
    this.#check(toSave);
    const anyEngine: AnyEngine = engine;
    anyEngine.registerEvents(CheckpointEvents.SAVED_CHECKPOINT);
    const checking = anyEngine.on(Events.STARTED, () => this.#refuseOtherFiles());
    const saving = anyEngine.on(event, () => this.handle(engine, toSave));
    return new RemovableEventHandle(() => {
      checking.remove();
      saving.remove();
    });
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

  #check(toSave: Saveables): void {
    checkToSave('ModelCheckpoint.toSave', toSave, this.#includeSelf);
    for (const [name, value] of Object.entries(toSave)) toStateDict('ModelCheckpoint.toSave', name, value);
  }

  async #refuseOtherFiles(): Promise<void> {
    if (!this.#needsCheck) return;
    const own = new Set(this.#keeper.saved.map(({ filename }) => filename));
    const others = (await this.#store.list()).filter((name) => name.endsWith(`.${EXTENSION}`) && !own.has(name));
    if (others.length > 0) {
      throw new StateError({
        owner: 'ModelCheckpoint.requireEmpty',
        expected: `no .${EXTENSION} files in ${this.#store.location}`,
        got: others,
        mend: 'Choose another place, or pass requireEmpty: false.',
      });
    }
    this.#needsCheck = false;
  }
}
