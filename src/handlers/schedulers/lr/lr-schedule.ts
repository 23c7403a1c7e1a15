import type { StateDict, StateTree } from '../../../contracts';
import { CheckpointError, StateError } from '../../../errors';
import { savedCount } from '../event-counter';
import { checkOptimizer } from '../parameter-target';
import { checkSettings, savedList } from '../saved-settings';
import { writeMomentum } from './momentum';

/** An optimizer whose groups have a learning rate, such as those of `optim`. */
export interface RatedOptimizer {
  readonly paramGroups: readonly { lr: number }[];
}

/** What the next learning rate of a group depends on. */
export interface RateContext {
  /** The group's learning rate as it is. */
  readonly lr: number;
  /** The learning rate that the group had when the schedule was made. */
  readonly baseLr: number;
  /** Number of the step that is taken; the first is 1. */
  readonly epoch: number;
  /** Number of the group, from 0. */
  readonly index: number;
}

/** What a schedule tells its base. */
export interface LRScheduleSetup {
  /** The next learning rate of a group. */
  readonly rate: (context: RateContext) => number;
  /** Whether `rate` leaves `lr` alone, so that the schedule can say the rate of any epoch, also of 0. @default false */
  readonly closedForm?: boolean;
  /** Learning rates are multiplied with it at once. @default 1 */
  readonly initialFactor?: number;
  /** Learning rates to start from, one for each group. Default: those that the groups have. */
  readonly baseLrs?: readonly number[];
  /** The momentum of a group at an epoch. Default: it stays as it is. */
  readonly momentum?: (epoch: number, index: number) => number;
  /** Options that are saved, and must be the same where the state is loaded. Default: none. */
  readonly settings?: StateTree;
}

/**
 * A schedule of learning rates with torch's semantics: `step()` takes the next one. {@link LRScheduler} makes a handler of it.
 *
 * Most schedules multiply the rate that a group has, and so respect what others did to it in between.
 *
 * @example A schedule of your own
 * ```ts
 * import { LRSchedule, LRScheduler } from 'tfjs-ignite/handlers';
 * import type { RatedOptimizer } from 'tfjs-ignite/handlers';
 *
 * class Halving extends LRSchedule {
 *   constructor(optimizer: RatedOptimizer) {
 *     super('Halving', optimizer, { rate: ({ lr }) => lr / 2 });
 *   }
 * }
 *
 * LRScheduler.simulateValues(3, new Halving({ paramGroups: [{ lr: 1 }] })); // => [ [ 0, 1 ], [ 1, 0.5 ], [ 2, 0.25 ] ]
 * ```
 */
export abstract class LRSchedule implements StateDict {
  readonly optimizer: RatedOptimizer;
  readonly #owner: string;
  readonly #setup: LRScheduleSetup;
  #epoch = 0;
  #baseLrs: readonly number[];

  /** @param owner names the schedule in errors */
  constructor(owner: string, optimizer: RatedOptimizer, setup: LRScheduleSetup) {
    this.optimizer = checkOptimizer(owner, optimizer);
    this.#owner = owner;
    this.#setup = setup;
    const { baseLrs = optimizer.paramGroups.map(({ lr }) => lr), initialFactor = 1 } = setup;
    this.#baseLrs = baseLrs;
    for (const group of optimizer.paramGroups) group.lr *= initialFactor;
    this.start();
  }

  /** Steps that were taken. */
  get lastEpoch(): number {
    return this.#epoch;
  }

  /** Sets the learning rates of the next epoch. */
  step(): void {
    this.#set(this.#epoch + 1);
  }

  /** Sets the learning rates of the epoch reached, where the schedule knows them without those before. */
  start(): void {
    if (this.#setup.closedForm === true) this.#set(this.#epoch);
  }

  stateDict(): StateTree {
    return { lastEpoch: this.#epoch, baseLrs: this.#baseLrs, ...this.#setup.settings };
  }

  /**
   * Goes on where the state was saved. The learning rates belong to the optimizer, whose state has them.
   *
   * @throws CheckpointError when the state is another's, or was saved with other options
   */
  loadStateDict(state: StateTree): void {
    checkSettings(this.#owner, this.#setup.settings ?? {}, state);
    const lastEpoch = savedCount(`${this.#owner}.loadStateDict`, state, 'lastEpoch');
    const baseLrs = savedList(`${this.#owner}.loadStateDict.baseLrs`, state.baseLrs, this.#baseLrs.length).map((lr) => {
      if (typeof lr === 'number') return lr;
      throw new CheckpointError({ owner: `${this.#owner}.loadStateDict.baseLrs`, expected: 'numbers', got: lr });
    });
    this.#epoch = lastEpoch;
    this.#baseLrs = baseLrs;
  }

  #set(epoch: number): void {
    const { paramGroups } = this.optimizer;
    if (paramGroups.length !== this.#baseLrs.length) {
      throw new StateError({ owner: `${this.#owner}.optimizer`, expected: `the ${this.#baseLrs.length} groups it was made with`, got: paramGroups.length, mend: 'Make the schedule after the last group was added.' });
    }
    const { rate, momentum } = this.#setup;
    const next = paramGroups.map((group, index) => ({ group, index, lr: rate({ lr: group.lr, baseLr: this.#baseLrs[index] ?? group.lr, epoch, index }) }));
    for (const { lr } of next) {
      if (!Number.isFinite(lr)) throw new StateError({ owner: this.#owner, expected: `a learning rate for epoch ${epoch}`, got: lr });
    }
    this.#epoch = epoch;
    for (const { group, index, lr } of next) {
      group.lr = lr;
      if (momentum !== undefined) writeMomentum(this.#owner, group, momentum(epoch, index));
    }
  }
}
