import type { Random } from '../contracts';
import { OptionError, StateError } from '../errors';
import { createRandom, isThenable } from '../internal';
import type { BatchFeed } from './batch-feed';
import { knowsItsPosition, sourceLength } from './data-source';
import type { EngineView } from './engine-view';
import type { Ownership } from './ownership';
import type { State } from './state';

/** Refuses what a deterministic run cannot do: go without data. */
export function requireData(hasData: boolean): void {
  if (hasData) return;
  throw new OptionError({ owner: 'run.data', expected: 'data, since the engine is deterministic', got: undefined, mend: 'Pass the data, also when the run goes on.' });
}

/**
 * Reads away the batches that the earlier part of a run has used of its last pass, or of all where the length of a pass is unknown.
 *
 * Data that knows its own position is left where it says.
 */
export async function skipUsedBatches(state: State, feed: BatchFeed, ownership: Ownership, reopen: () => void): Promise<void> {
  if (state.iteration === 0 || knowsItsPosition(state.dataloader)) return;
  const length = sourceLength(state.dataloader);
  const toSkip = length === null ? state.iteration : state.iteration % length;
  let sinceStart = 0;
  for (let used = 0; used < toSkip; ) {
    let item = feed.next();
    if (isThenable(item)) item = await item;
    if (item.done !== true) {
      if (feed.ownsBatches) {
        ownership.takeBatch(item.value);
        ownership.releaseBatch();
      }
      used++;
      sinceStart++;
      continue;
    }
    if (sinceStart === 0) throw new StateError({ owner: 'run', expected: `data to skip ${toSkip - used} used batches of`, mend: 'Pass the data of the earlier run.' });
    sinceStart = 0;
    reopen();
  }
}

/**
 * A random stream that depends on nothing but the engine's seed, the labels and the running epoch: an epoch draws the same numbers whether the run was resumed or not.
 *
 * @example
 * ```ts
 * import { Engine, Events, epochRandom } from 'tfjs-ignite';
 *
 * const draws: boolean[] = [];
 * const engine = new Engine(() => undefined, { deterministic: { seed: 7 } });
 * engine.on(Events.EPOCH_STARTED, () => draws.push(epochRandom(engine, 'flip').uniform() === epochRandom(engine, 'flip').uniform()));
 * await engine.run([1, 2], { maxEpochs: 2 });
 * draws; // => [ true, true ]
 * ```
 */
export function epochRandom(engine: EngineView, ...labels: readonly string[]): Random {
  const { seed, epoch } = engine.state;
  if (seed !== null) return createRandom(seed, 'epoch', epoch, ...labels);
  throw new StateError({ owner: 'epochRandom', expected: 'an engine with a seed', got: seed, mend: 'Make it with new Engine(step, { deterministic: { seed } }).' });
}
