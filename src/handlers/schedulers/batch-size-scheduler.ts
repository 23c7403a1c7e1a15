import * as z from 'zod/mini';
import type { StateTree } from '../../contracts';
import type { AnyEngine, EngineEvent, EventList, RemovableEventHandle } from '../../engine';
import { Events } from '../../engine';
import { OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import { BaseParamScheduler } from './base-param-scheduler';
import type { Progress } from './event-counter';
import { savedCount } from './event-counter';
import { appendHistory } from './param-history';
import type { SimulatedValues } from './simulate';
import { simulateRows } from './simulate';

const OWNER = 'BatchSizeScheduler';

/** Something whose batches have a size that may be changed between two, such as a `DataLoader`. */
export interface BatchSized {
  batchSize: number;
}

type SchedulerFunction = (eventIndex: number) => number;

const schema = z.strictObject({
  schedulerFn: z.custom<SchedulerFunction>((value) => typeof value === 'function', 'a function of the event'),
  saveHistory: z._default(z.boolean(), false),
});

/** Options of {@link BatchSizeScheduler}. */
export interface BatchSizeSchedulerOptions {
  /** The batch size as a function of the number of events so far, from 0; an integer of at least 1. It is not saved. */
  readonly schedulerFn: SchedulerFunction;
  /** Whether the sizes are kept in `state.attributes.paramHistory.batchSize`. @default false */
  readonly saveHistory?: boolean;
}

/**
 * Sets the size of the batches of a data loader, for instance to let it grow.
 *
 * A new size counts from the next batch on that was not yet read ahead. An epoch keeps the number of iterations that the run began with: where they
 * do not fit the data any more, it is left early or started again within the epoch.
 *
 * @throws OptionError for wrong options, and when called if the function gives no integer of at least 1
 *
 * @example
 * ```ts
 * import { BatchSizeScheduler, Engine } from 'tfjs-ignite';
 *
 * const loader = { batchSize: 1 }; // a DataLoader
 * const trainer = new Engine(() => loader.batchSize);
 * new BatchSizeScheduler(loader, { schedulerFn: (epoch) => 2 * (epoch + 1), saveHistory: true }).attach(trainer);
 * const { attributes } = await trainer.run([0, 0], { maxEpochs: 3 });
 * attributes.paramHistory; // => { batchSize: [ 2, 4, 6 ] }
 * ```
 */
export class BatchSizeScheduler extends BaseParamScheduler {
  readonly #sizes: BatchSizes;

  constructor(dataloader: BatchSized, options: BatchSizeSchedulerOptions) {
    const { schedulerFn, saveHistory } = parseOptions(OWNER, schema, options);
    const sizes = new BatchSizes(checkLoader(dataloader), schedulerFn);
    super(OWNER, { paramName: 'batchSize', saveHistory, progress: sizes });
    this.#sizes = sizes;
  }

  getParam(): number {
    return this.#sizes.value();
  }

  handle(engine: AnyEngine): void {
    if (this.wasCounted(engine)) return;
    this.progress.begin();
    if (this.saveHistory) appendHistory(OWNER, engine, this.paramName, this.#sizes.loader.batchSize);
    this.progress.next();
  }

  /** Sets the size at each such event. @param event default EPOCH_STARTED */
  attach(engine: AnyEngine, event: EngineEvent | EventList = Events.EPOCH_STARTED): RemovableEventHandle {
    return engine.on(event, () => this.handle(engine));
  }

  /** The sizes of the first events. */
  static simulateValues(numEvents: number, options: Pick<BatchSizeSchedulerOptions, 'schedulerFn'>): SimulatedValues {
    const { schedulerFn } = parseOptions(OWNER, schema, options);
    return simulateRows(numEvents, (index) => [checkSize(schedulerFn(index))]);
  }
}

/** Counts the events and sets the sizes. */
class BatchSizes implements Progress {
  readonly loader: BatchSized;
  readonly #schedulerFn: SchedulerFunction;
  #eventIndex = 0;

  constructor(loader: BatchSized, schedulerFn: SchedulerFunction) {
    this.loader = loader;
    this.#schedulerFn = schedulerFn;
  }

  get eventIndex(): number {
    return this.#eventIndex;
  }

  value(): number {
    return checkSize(this.#schedulerFn(this.#eventIndex));
  }

  begin(): void {
    this.loader.batchSize = this.value();
  }

  next(): void {
    this.#eventIndex += 1;
  }

  /** The size is saved too: a run that goes on within an epoch has no event before its first batch. */
  stateDict(): StateTree {
    return { eventIndex: this.#eventIndex, batchSize: this.loader.batchSize };
  }

  loadStateDict(state: StateTree): void {
    const eventIndex = savedCount(`${OWNER}.loadStateDict`, state, 'eventIndex');
    this.loader.batchSize = savedCount(`${OWNER}.loadStateDict`, state, 'batchSize', 1);
    this.#eventIndex = eventIndex;
  }
}

function checkSize(size: number): number {
  if (Number.isSafeInteger(size) && size >= 1) return size;
  throw new OptionError({ owner: `${OWNER}.schedulerFn`, expected: 'to give an integer of at least 1', got: size });
}

function checkLoader(loader: BatchSized): BatchSized {
  const value: unknown = loader;
  if (typeof value === 'object' && value !== null && 'batchSize' in value && typeof value.batchSize === 'number') return loader;
  throw new OptionError({ owner: `${OWNER}.dataloader`, expected: 'a DataLoader, or another object whose batchSize may be set', got: value });
}
