import * as z from 'zod/mini';
import type { Logger } from '../../contracts';
import { OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import { loggerSchema } from '../schemas';
import { LRSchedule } from './lr/lr-schedule';
import { LRProgress } from './lr-progress';
import { ParamScheduler } from './param-scheduler';
import type { SimulatedValues } from './simulate';
import { readTargets, simulateRows, withoutTrace } from './simulate';

const OWNER = 'LRScheduler';

const schema = z.strictObject({ saveHistory: z._default(z.boolean(), false), useLegacy: z._default(z.boolean(), false), logger: z.exactOptional(loggerSchema) });

/** Options of {@link LRScheduler}. */
export interface LRSchedulerOptions {
  /** Whether the values are kept in `state.attributes.paramHistory`, a list for each event. @default false */
  readonly saveHistory?: boolean;
  /** Whether the first event takes a step already, for a handler of ITERATION_COMPLETED. @default false */
  readonly useLegacy?: boolean;
  /** Is told with `useLegacy` where the handler belongs. Default: the console. */
  readonly logger?: Logger;
}

/**
 * Makes a handler of a learning rate schedule with torch's semantics, such as `StepLR`.
 *
 * Attached to ITERATION_STARTED (or EPOCH_STARTED), the first iteration (or epoch) has the first rate of the schedule, and each later one begins with a step.
 * That is the sequence that torch gives when the schedule is stepped after each iteration.
 *
 * @throws OptionError for what is no schedule
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { Engine, LRScheduler, StepLR, optim } from 'tfjs-ignite';
 *
 * const w = tf.variable(tf.scalar(1));
 * const optimizer = optim.fromTf(tf.train.momentum(1, 0.9), [{ name: 'w', variable: w }]);
 * const trainer = new Engine(() => optimizer.paramGroups.map(({ lr }) => lr));
 * new LRScheduler(new StepLR(optimizer, { stepSize: 2, gamma: 0.5 })).attach(trainer);
 * (await trainer.run([0, 0, 0])).output; // => [ 0.5 ]
 * ```
 */
export class LRScheduler extends ParamScheduler {
  /** The schedule, whose steps the events take. */
  readonly lrScheduler: LRSchedule;

  constructor(lrScheduler: LRSchedule, options: LRSchedulerOptions = {}) {
    const { saveHistory, useLegacy, logger = console } = parseOptions(OWNER, schema, options);
    checkSchedule(lrScheduler);
    super(OWNER, lrScheduler.optimizer, { paramName: 'lr', saveHistory }, { progress: new LRProgress(lrScheduler, useLegacy) });
    this.lrScheduler = lrScheduler;
    if (useLegacy) logger.warn(`${OWNER}: with useLegacy it belongs on ITERATION_COMPLETED; on ITERATION_STARTED the first rate of the schedule is skipped.`);
  }

  /** The rates as they are, one for each group. */
  getParam(): readonly number[] {
    return readTargets(this);
  }

  /** The rates of the next events, for each group; the schedule and its optimizer stay as they are. */
  static simulateValues(numEvents: number, lrScheduler: LRSchedule): SimulatedValues {
    const scheduler = new LRScheduler(lrScheduler);
    return withoutTrace([scheduler], () =>
      simulateRows(numEvents, () => {
        scheduler.advance();
        return scheduler.getParam();
      }),
    );
  }
}

function checkSchedule(value: unknown): asserts value is LRSchedule {
  if (value instanceof LRSchedule) return;
  throw new OptionError({ owner: `${OWNER}.lrScheduler`, expected: 'a schedule such as StepLR', got: value });
}
