import type { StateTree } from '../../contracts';
import type { Progress } from './event-counter';
import { savedCount } from './event-counter';
import type { LRSchedule } from './lr/lr-schedule';
import { savedTree } from './saved-settings';

const OWNER = 'LRScheduler';

/** Counts the events of a learning rate schedule and moves the schedule on. */
export class LRProgress implements Progress {
  readonly #schedule: LRSchedule;
  /** Whether the first event takes a step already. */
  readonly #stepsFirst: boolean;
  #eventIndex = 0;

  constructor(schedule: LRSchedule, stepsFirst: boolean) {
    this.#schedule = schedule;
    this.#stepsFirst = stepsFirst;
  }

  get eventIndex(): number {
    return this.#eventIndex;
  }

  begin(): void {
    if (this.#eventIndex > 0 || this.#stepsFirst) this.#schedule.step();
    else this.#schedule.start();
  }

  next(): void {
    this.#eventIndex += 1;
  }

  stateDict(): StateTree {
    return { eventIndex: this.#eventIndex, lrScheduler: this.#schedule.stateDict() };
  }

  loadStateDict(state: StateTree): void {
    const eventIndex = savedCount(`${OWNER}.loadStateDict`, state, 'eventIndex');
    this.#schedule.loadStateDict(savedTree(`${OWNER}.loadStateDict.lrScheduler`, state.lrScheduler));
    this.#eventIndex = eventIndex;
  }
}
