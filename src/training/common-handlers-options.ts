import * as z from 'zod/mini';
import type { Clock, Logger } from '../contracts';
import type { Checkpoint, Destination, EarlyStopping, KeeperOptions, OptimizerScheduler, ProgressBar, ProgressDisplay, Saveables, TerminateOnNan, TimeLimit } from '../handlers';
import { hasMethods } from '../internal';
import type { RunningAverage } from '../metrics';
import type { ValScore } from './val-score-handlers';
import { objectSchema, valScoreShape } from './val-score-handlers';

/** Options of `commonTrainingHandlers`. */
export interface CommonTrainingOptions extends Destination {
  /** Whether a NaN or an infinity in the output stops the run. @default true */
  readonly stopOnNan?: boolean;
  /** One scheduler or several, called at ITERATION_STARTED in their order. @default none */
  readonly lrScheduler?: OptimizerScheduler | readonly OptimizerScheduler[];
  /** Names of parts of the output, whose running averages become metrics of the trainer. @default none */
  readonly outputNames?: readonly string[];
  /** What is saved, by name, to exactly one of `store` and `saveHandler`. @default nothing */
  readonly toSave?: Saveables;
  /** Saves after so many iterations; at least 1. @default 1000, or not at all with `saveEveryEpochs` */
  readonly saveEveryIters?: number;
  /** Saves after so many epochs; at least 1. @default never */
  readonly saveEveryEpochs?: number;
  /** More options of `Checkpoint`. Default: `filenamePrefix: 'training'`. */
  readonly checkpoint?: KeeperOptions;
  /** Stops when a metric of an evaluator has not improved for `patience` of its runs. @default never */
  readonly earlyStopping?: ValScore & { readonly patience: number };
  /** Whole seconds after which the run is stopped, and saved where `toSave` is given; at least 1. @default none */
  readonly timeLimitSec?: number;
  /** Whether progress is shown. @default true */
  readonly withPbars?: boolean;
  /** Whether iterations are shown, with all metrics, beside the epochs. @default true */
  readonly withPbarOnIters?: boolean;
  /** How often the iterations' bar moves on; at least 1. @default 100 */
  readonly logEveryIters?: number;
  /** Where progress is shown. Default: lines on the console. */
  readonly display?: ProgressDisplay;
  /** Is told why a run is stopped. Default: the console. */
  readonly logger?: Logger;
  /** Measures the time. Default: `performance`. */
  readonly clock?: Clock;
}

/** The handlers that `commonTrainingHandlers` has made; `undefined` for those that were not asked for. */
export interface CommonTrainingHandlers {
  readonly terminateOnNan: TerminateOnNan | undefined;
  readonly schedulers: readonly OptimizerScheduler[];
  /** By the name of the output. */
  readonly runningAverages: Readonly<Record<string, RunningAverage>>;
  readonly checkpoint: Checkpoint | undefined;
  readonly earlyStopping: EarlyStopping | undefined;
  readonly timeLimit: TimeLimit | undefined;
  /** That of iterations, then that of epochs. */
  readonly progressBars: readonly ProgressBar[];
  /** What a checkpoint holds, for `loadObjects`: that of the options, and with the trainer the handlers that a resumed run needs. */
  readonly toSave: Saveables;
  /** Ends all of them. */
  remove(): void;
}

const count = z.optional(z.int().check(z.minimum(1)));
const scheduler = z.custom<OptimizerScheduler>((value) => hasMethods(value, 'attach', 'advance', 'stateDict'), 'a parameter scheduler, such as LRScheduler');
/** What the options must look like; what is handed on to a handler is checked there. */
export const commonTrainingSchema = z.strictObject({
  stopOnNan: z._default(z.boolean(), true),
  lrScheduler: z.optional(z.union([scheduler, z.array(scheduler)], { error: 'a parameter scheduler, such as LRScheduler, or several' })),
  outputNames: z._default(z.array(z.string().check(z.minLength(1))).check(z.refine((names) => new Set(names).size === names.length, 'names that differ')), []),
  toSave: z.optional(objectSchema),
  store: z.optional(z.unknown()),
  saveHandler: z.optional(z.unknown()),
  saveEveryIters: count,
  saveEveryEpochs: count,
  checkpoint: z.optional(objectSchema),
  earlyStopping: z.optional(z.strictObject({ ...valScoreShape, patience: z.int().check(z.minimum(1)) })),
  timeLimitSec: count,
  withPbars: z._default(z.boolean(), true),
  withPbarOnIters: z._default(z.boolean(), true),
  logEveryIters: z._default(z.int().check(z.minimum(1)), 100),
  display: z.optional(z.unknown()),
  logger: z.optional(z.unknown()),
  clock: z.optional(z.unknown()),
});
