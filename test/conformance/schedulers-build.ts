import type { LRSchedule, OptimizerScheduler, SimulatedValues } from '../../src/handlers';
import * as handlers from '../../src/handlers';
import type { FunctionJson } from './schedulers-values';
import { toFunction } from './schedulers-values';

/** A scheduler as a case writes it. */
export interface SchedulerJson {
  readonly kind: string;
  readonly options: OptionsJson;
}

/** Options as a case writes them: those of the library, with functions and schedulers in words. */
export interface OptionsJson extends Readonly<Record<string, unknown>> {
  readonly schedulers?: readonly SchedulerJson[];
  readonly lrScheduler?: SchedulerJson;
  readonly lrLambda?: FunctionJson;
  readonly outputSimulatedValues?: number;
}

/** Groups as a case lists them, which every group has a learning rate in. */
export interface OptimizerJson {
  readonly paramGroups: { lr: number; momentum?: number }[];
}

/** A scheduler, with what its class or function says of the values to come. */
export interface Built {
  readonly scheduler: OptimizerScheduler;
  readonly simulate: (numEvents: number) => SimulatedValues;
}

const quiet = { info() {}, warn() {}, error() {} };

const SCHEDULES: Readonly<Record<string, new (optimizer: OptimizerJson, options: never) => LRSchedule>> = {
  StepLR: handlers.StepLR,
  MultiStepLR: handlers.MultiStepLR,
  ExponentialLR: handlers.ExponentialLR,
  CosineAnnealingLR: handlers.CosineAnnealingLR,
  LinearLR: handlers.LinearLR,
  ConstantLR: handlers.ConstantLR,
  PolynomialLR: handlers.PolynomialLR,
  LambdaLR: handlers.LambdaLR,
  MultiplicativeLR: handlers.MultiplicativeLR,
  CyclicLR: handlers.CyclicLR,
  OneCycleLR: handlers.OneCycleLR,
  CosineAnnealingWarmRestarts: handlers.CosineAnnealingWarmRestarts,
};

const PLAIN = {
  LinearCyclicalScheduler: handlers.LinearCyclicalScheduler,
  CosineAnnealingScheduler: handlers.CosineAnnealingScheduler,
  PiecewiseLinear: handlers.PiecewiseLinear,
};

/** Whether a kind is a learning rate schedule of torch. */
export function isSchedule(kind: string): boolean {
  return kind in SCHEDULES;
}

export function buildSchedule({ kind, options: { lrLambda, ...options } }: SchedulerJson, optimizer: OptimizerJson): LRSchedule {
  const Schedule = SCHEDULES[kind];
  if (Schedule === undefined) throw new RangeError(`nobody knows the schedule ${kind}`);
  // The cases of these two were made without cycles of the momentum.
  const given = kind === 'CyclicLR' || kind === 'OneCycleLR' ? { cycleMomentum: false, ...options } : options;
  return new Schedule(optimizer, (lrLambda === undefined ? given : { ...given, lrLambda: toFunction(lrLambda) }) as never);
}

/** @throws what the library throws for wrong options */
export function build({ kind, options }: SchedulerJson, optimizer: OptimizerJson): Built {
  const { schedulers = [], lrScheduler, outputSimulatedValues, ...rest } = options;
  // The options are the case's; what does not fit them is what is tested.
  const given = rest as never;
  switch (kind) {
    case 'LinearCyclicalScheduler':
    case 'CosineAnnealingScheduler':
    case 'PiecewiseLinear':
      return { scheduler: new PLAIN[kind](optimizer, given), simulate: (numEvents) => PLAIN[kind].simulateValues(numEvents, given) };
    case 'ConcatScheduler': {
      const members = (): OptimizerScheduler[] => schedulers.map((one) => build(one, optimizer).scheduler);
      return { scheduler: new handlers.ConcatScheduler(members(), given), simulate: (numEvents) => handlers.ConcatScheduler.simulateValues(numEvents, members(), given) };
    }
    case 'ParamGroupScheduler': {
      const members = (): OptimizerScheduler[] => schedulers.map((one) => build(one, optimizer).scheduler);
      return { scheduler: new handlers.ParamGroupScheduler(members(), given), simulate: (numEvents) => handlers.ParamGroupScheduler.simulateValues(numEvents, members()) };
    }
    case 'LRScheduler': {
      const schedule = buildSchedule(required(lrScheduler), optimizer);
      const legacy = rest.useLegacy === true ? { logger: quiet } : {};
      const scheduler = new handlers.LRScheduler(schedule, { ...(given as object), ...legacy });
      return { scheduler, simulate: (numEvents) => handlers.LRScheduler.simulateValues(numEvents, schedule) };
    }
    case 'createLrSchedulerWithWarmup': {
      const inner = required(lrScheduler);
      const wrapped = isSchedule(inner.kind) ? buildSchedule(inner, optimizer) : build(inner, optimizer).scheduler;
      const rows: SimulatedValues = Array.from({ length: outputSimulatedValues ?? 0 }, () => []);
      const scheduler = handlers.createLrSchedulerWithWarmup(wrapped, { ...(given as handlers.WarmupOptions), outputSimulatedValues: rows });
      return { scheduler, simulate: () => rows };
    }
    default:
      throw new RangeError(`nobody knows the scheduler ${kind}`);
  }
}

function required(scheduler: SchedulerJson | undefined): SchedulerJson {
  if (scheduler === undefined) throw new RangeError('a case without the scheduler that it wraps');
  return scheduler;
}
