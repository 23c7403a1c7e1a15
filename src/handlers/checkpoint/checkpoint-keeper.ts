import type { StateDict, StateTree, StateValue } from '../../contracts';
import type { AnyEngine } from '../../engine';
import { CheckpointError, OptionError } from '../../errors';
import { defaultScoreFunction, readScore } from '../default-score-function';
import { CheckpointEvents } from './checkpoint-events';
import type { SavedCheckpoint } from './checkpoint-events';
import type { KeeperOptions } from './checkpoint-options';
import { checkPattern } from './checkpoint-options';
import { formatFilename, setupFilenamePattern } from './file-pattern';
import type { SaveHandler } from './save-handler';
import type { Saveables } from './saveable';
import { saveAll } from './saveable';

/** The key under which a checkpoint holds the state of its own handler. */
export const SELF = 'checkpointer';

/** Saves objects and keeps the best files: what `Checkpoint` and `ModelCheckpoint` have in common. */
export class CheckpointKeeper<E extends AnyEngine> implements StateDict {
  readonly #owner: string;
  readonly #options: KeeperOptions<E>;
  readonly #saveHandler: SaveHandler;
  readonly #scoreFunction: ((engine: E) => number) | undefined;
  /** Ascending by rank. */
  #saved: readonly SavedCheckpoint[] = [];

  constructor(owner: string, options: KeeperOptions<E>, saveHandler: SaveHandler) {
    checkPattern(owner, options);
    this.#owner = owner;
    this.#options = options;
    this.#saveHandler = saveHandler;
    this.#scoreFunction = options.scoreFunction ?? (options.scoreName === undefined ? undefined : defaultScoreFunction(options.scoreName));
  }

  get saved(): readonly SavedCheckpoint[] {
    return this.#saved;
  }

  /** The file of the highest rank. */
  get lastCheckpoint(): string | null {
    return this.#saved.at(-1)?.filename ?? null;
  }

  get saveHandler(): SaveHandler {
    return this.#saveHandler;
  }

  /** Saves if the checkpoint ranks among the best. The new file is there before an old one is removed. */
  async save(engine: E, toSave: Saveables): Promise<void> {
    const { priority, globalStep } = this.#rank(engine, engine.lastEventName);
    if (!this.#isKept(priority)) return;
    const filename = this.filename(toSave, { globalStep, score: this.#scoreFunction === undefined ? undefined : priority });
    const item: SavedCheckpoint = { filename, priority };
    const isReplaced = this.#saved.some((each) => each.filename === filename);
    const dropped = isReplaced || this.#hasRoom() ? undefined : this.#saved[0];
    const kept = this.#saved.filter((each) => each !== dropped && each.filename !== filename);
    // The sort is stable: of equal ranks the newest comes last.
    const saved = [...kept, item].sort((a, b) => rank(a) - rank(b) || 0);

    const content = await this.#content(toSave, saved);
    await this.#saveHandler.save(content, filename, { basename: this.#basename(toSave), scoreName: this.#options.scoreName ?? null, priority });
    this.#saved = saved;
    if (dropped !== undefined) await this.#saveHandler.remove(dropped.filename);
    await engine.fireEvent(CheckpointEvents.SAVED_CHECKPOINT, item);
  }

  /** The name of a file with these parts. */
  filename(toSave: Saveables, parts: { globalStep?: number | undefined; score?: number | undefined; name?: string }): string {
    const { filenamePrefix = '', scoreName, filenamePattern } = this.#options;
    const { globalStep, score, name = nameOf(toSave) } = parts;
    const pattern =
      filenamePattern ??
      setupFilenamePattern({
        withPrefix: filenamePrefix !== '',
        withScore: score !== undefined,
        withScoreName: score !== undefined && scoreName !== undefined,
        withGlobalStep: globalStep !== undefined,
      });
    return formatFilename(pattern, { filenamePrefix, name, globalStep, scoreName, score });
  }

  /** Forgets the files without removing them. */
  reset(): void {
    this.#saved = [];
  }

  stateDict(): StateTree {
    return toState(this.#saved);
  }

  loadStateDict(state: StateTree): void {
    const { saved } = state;
    if (!Array.isArray(saved)) throw new CheckpointError({ owner: `${this.#owner}.loadStateDict`, expected: 'a list under saved', got: saved });
    this.#saved = saved.map((item: StateValue) => {
      const [priority, filename] = Array.isArray(item) ? (item as readonly StateValue[]) : [];
      if (typeof priority === 'number' && typeof filename === 'string') return { priority, filename };
      throw new CheckpointError({ owner: `${this.#owner}.loadStateDict`, expected: 'pairs of a priority and a file name', got: item });
    });
  }

  #rank(engine: E, eventName: string | null): { priority: number; globalStep: number | undefined } {
    const globalStep = this.#options.globalStepTransform?.(engine, eventName);
    if (globalStep !== undefined && !Number.isSafeInteger(globalStep)) {
      throw new OptionError({ owner: `${this.#owner}.globalStepTransform`, expected: 'to return an integer', got: globalStep });
    }
    if (this.#scoreFunction !== undefined) return { priority: readScore(this.#owner, this.#scoreFunction, engine), globalStep };
    const step = globalStep ?? engine.state.iteration;
    return { priority: step, globalStep: step };
  }

  #hasRoom(): boolean {
    const { nSaved = 1 } = this.#options;
    return nSaved === null || this.#saved.length < nSaved;
  }

  #isKept(priority: number): boolean {
    const lowest = this.#saved[0];
    if (lowest === undefined || this.#hasRoom()) return true;
    if (Number.isNaN(priority)) return false;
    return this.#options.greaterOrEqual === true ? priority >= rank(lowest) : priority > rank(lowest);
  }

  /** A single object is saved as its own state; beside it, the handler's state would be taken for a part of it. */
  async #content(toSave: Saveables, saved: readonly SavedCheckpoint[]): Promise<StateTree> {
    const states = await saveAll(`${this.#owner}.toSave`, toSave);
    if (this.#options.includeSelf === true) return { ...states, [SELF]: toState(saved) };
    const [only, ...others] = Object.values(states);
    return only === undefined || others.length > 0 ? states : only;
  }

  #basename(toSave: Saveables): string {
    const { filenamePrefix = '' } = this.#options;
    return filenamePrefix === '' ? nameOf(toSave) : `${filenamePrefix}_${nameOf(toSave)}`;
  }
}

/** Refuses objects that cannot be saved, before any training is lost on them. */
export function checkToSave(owner: string, toSave: Saveables, includeSelf: boolean): void {
  if (Object.keys(toSave).length === 0) throw new OptionError({ owner, expected: 'at least one object', got: toSave });
  if (includeSelf && Object.hasOwn(toSave, SELF)) throw new OptionError({ owner, expected: `no key ${SELF} with includeSelf, which takes it`, got: Object.keys(toSave) });
}

function nameOf(toSave: Saveables): string {
  const [only = 'checkpoint', ...others] = Object.keys(toSave);
  return others.length === 0 ? only : 'checkpoint';
}

/** A score of NaN is below all others. */
function rank({ priority }: SavedCheckpoint): number {
  return Number.isNaN(priority) ? -Infinity : priority;
}

function toState(saved: readonly SavedCheckpoint[]): StateTree {
  return { saved: saved.map(({ priority, filename }) => [priority, filename]) };
}
