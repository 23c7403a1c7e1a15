import type { StateTree, StateValue } from '../contracts';
import { CheckpointError, OptionError } from '../errors';
import { loadObjects } from './checkpoint/load-objects';
import type { Saveables } from './checkpoint/saveable';
import { isBranch, saveAll, toStateDict } from './checkpoint/saveable';

/** A copy of the states of objects, in plain memory, that can be put back. Holds no tensor of a backend. */
export class BestCopy {
  readonly #owner: string;
  readonly #objects: Saveables;
  #states: StateTree | null = null;

  /** @throws OptionError for no objects, and for one that cannot be saved */
  constructor(owner: string, objects: Saveables) {
    if (Object.keys(objects).length === 0) throw new OptionError({ owner, expected: 'at least one object', got: objects });
    for (const [name, value] of Object.entries(objects)) toStateDict(owner, name, value);
    this.#owner = owner;
    this.#objects = { ...objects };
  }

  /** The copy by the names of the objects; `null` before the first. */
  get states(): StateTree | null {
    return this.#states;
  }

  /** Copies the objects as they are now. */
  async take(): Promise<void> {
    this.#states = await saveAll(this.#owner, this.#objects);
  }

  /** Puts all objects back to the copy; nothing when there is none. */
  async putBack(): Promise<void> {
    if (this.#states !== null) await loadObjects(this.#objects, this.#states);
  }

  /** Gives the copy up. */
  clear(): void {
    this.#states = null;
  }

  /**
   * Takes over a copy that was saved. The objects take it once and get back what they had, so that what does not fit is refused now, not when the run is over.
   *
   * @throws CheckpointError when the copy is of other objects, or one of them refuses it; nothing has changed then
   */
  async load(states: StateValue | undefined): Promise<void> {
    if (states === null) {
      this.clear();
      return;
    }
    const wanted = Object.keys(this.#objects).sort();
    if (!isBranch(states) || Object.keys(states).sort().join() !== wanted.join()) {
      throw new CheckpointError({ owner: this.#owner, expected: `a copy of ${wanted.join(', ')}`, got: states, mend: 'Use the options that the state was saved with.' });
    }
    const before = await saveAll(this.#owner, this.#objects);
    await loadObjects(this.#objects, states);
    await loadObjects(this.#objects, before);
    this.#states = states;
  }
}
