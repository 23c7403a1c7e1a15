import type { StateTree } from '../../contracts';
import type { ParamGroupsHolder } from '../loggers/optimizer-params-handler';
import type { Curve, CycleOptions } from './cycle';
import { Cycle } from './cycle';
import type { ParamSchedulerOptions } from './param-scheduler';
import { ParamScheduler } from './param-scheduler';

/** Options of a scheduler that goes in cycles. */
export interface CyclicalSchedulerOptions extends ParamSchedulerOptions, CycleOptions {}

/** Goes in cycles from one value to another along a curve; the base of those that say which. */
export abstract class CyclicalScheduler extends ParamScheduler {
  readonly #cycle: Cycle;
  readonly #curve: Curve;

  /** @param settings further options that are saved, and must be the same where the state is loaded */
  constructor(owner: string, optimizer: ParamGroupsHolder, options: CyclicalSchedulerOptions, curve: Curve, settings: StateTree = {}) {
    const { cycleMult = 1, startValueMult = 1, endValueMult = 1 } = options;
    const cycle = new Cycle(owner, options);
    super(owner, optimizer, options, { progress: cycle, settings: { cycleMult, startValueMult, endValueMult, ...settings } });
    this.#cycle = cycle;
    this.#curve = curve;
  }

  getParam(): number {
    return this.#cycle.value(this.#curve);
  }
}
