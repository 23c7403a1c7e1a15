import type { AppendFile } from '../../src/contracts';
import type { AnyEngine } from '../../src/engine';
import { Events } from '../../src/engine';
import type { ExperimentLogger, LogHandler, RatedOptimizer } from '../../src/handlers';
import * as handlers from '../../src/handlers';
import type { Model } from '../../src/optim';

/** What a handler is attached to. */
export interface HandlerRun {
  /** Its outputs are numbers. */
  readonly trainer: AnyEngine;
  readonly model: Model;
  readonly optimizer: RatedOptimizer;
  /** A file that is not there yet. */
  newFile(): AppendFile;
}

/** A handler that works in every iteration, by its name in the index. */
export interface HandlerCase {
  readonly name: string;
  readonly kind: 'handler' | 'scheduler' | 'logger';
  /** Makes and attaches it; returns what ends its work when the run is over. */
  attach(run: HandlerRun): (() => unknown) | undefined;
}

const { ITERATION_STARTED, ITERATION_COMPLETED, STARTED } = Events;
const { GRADIENTS_COMPUTED } = handlers.GradientEvents;

/** More steps than any run here has. */
const MANY = 1_000_000;

function handler(name: string, attach: (run: HandlerRun) => unknown): HandlerCase {
  const begin = (run: HandlerRun): undefined => void attach(run);
  return { name, kind: 'handler', attach: begin };
}

function scheduler(name: string, make: (run: HandlerRun) => { attach(engine: AnyEngine, event: typeof ITERATION_STARTED): unknown }): HandlerCase {
  const attach = (run: HandlerRun): undefined => void make(run).attach(run.trainer, ITERATION_STARTED);
  return { name, kind: 'scheduler', attach };
}

function schedule(name: string, make: (optimizer: RatedOptimizer) => handlers.LRSchedule): HandlerCase {
  return scheduler(name, ({ optimizer }) => new handlers.LRScheduler(make(optimizer)));
}

async function closeWhole(made: ExperimentLogger): Promise<void> {
  await made.close();
  if (made.lost > 0) throw new Error(`${made.owner} lost ${made.lost} records`);
}

/** Logs the output as one number at every iteration. */
function logger(name: string, make: (run: HandlerRun) => ExperimentLogger): HandlerCase {
  return {
    name,
    kind: 'logger',
    attach(run) {
      const made = make(run);
      made.attachOutputHandler(run.trainer, { event: ITERATION_COMPLETED, tag: 'training', outputTransform: (loss) => ({ loss }) });
      return () => closeWhole(made);
    },
  };
}

/** What a log handler logs goes nowhere. */
function logging(name: string, event: typeof ITERATION_COMPLETED | typeof GRADIENTS_COMPUTED, make: (run: HandlerRun) => LogHandler): HandlerCase {
  return {
    name,
    kind: 'handler',
    attach(run) {
      const made = nowhere();
      made.attach(run.trainer, event, make(run));
      return () => closeWhole(made);
    },
  };
}

function nowhere(): ExperimentLogger {
  return handlers.experimentLogger({ owner: 'Nowhere', location: 'nowhere', kinds: ['scalars', 'histogram'], write: () => Promise.resolve() });
}

/** As much of an MLflow server as a run without incidents needs. */
async function mlflow(url: string): Promise<Response> {
  const call = /mlflow\/([^?]*)/.exec(url)?.[1] ?? '';
  const answers: Readonly<Record<string, object>> = {
    'experiments/get-by-name': { experiment: { experiment_id: '1' } },
    'runs/create': { run: { info: { run_id: 'a1', experiment_id: '1' } } },
  };
  return Response.json(answers[call] ?? {});
}

const cycle = { paramName: 'lr', startValue: 0.1, endValue: 0.01, cycleSize: 100 };
const points: handlers.MilestonesValues = [[0, 0.1], [100, 0.01], [MANY, 0.1]];
const attribute = { paramName: 'noise', createNew: true };
const linear = ({ optimizer }: HandlerRun): handlers.LinearCyclicalScheduler => new handlers.LinearCyclicalScheduler(optimizer, cycle);

export const HANDLER_CASES: readonly HandlerCase[] = [
  handler('TerminateOnNan', ({ trainer }) => new handlers.TerminateOnNan().attach(trainer)),
  handler('ProgressBar', ({ trainer }) => {
    const display = handlers.lineProgress({ write: () => undefined });
    new handlers.ProgressBar({ display }).attach(trainer, { outputTransform: (loss) => ({ loss }) });
  }),
  handler('EpochOutputStore', ({ trainer }) => new handlers.EpochOutputStore().attach(trainer, 'outputs')),
  handler('EarlyStopping', ({ trainer }) => {
    const scoreFunction = ({ state }: AnyEngine): number => state.iteration;
    new handlers.EarlyStopping({ patience: MANY, scoreFunction, trainer }).attach(trainer, { event: ITERATION_COMPLETED });
  }),
  handler('Timer', ({ trainer }) => {
    new handlers.Timer({ average: true }).attach(trainer, { resume: ITERATION_STARTED, pause: ITERATION_COMPLETED, step: ITERATION_COMPLETED });
  }),
  handler('TimeLimit', ({ trainer }) => new handlers.TimeLimit().attach(trainer)),
  handler('assertNoLeaks', ({ trainer }) => handlers.assertNoLeaks().attach(trainer)),
  {
    name: 'EMAHandler',
    kind: 'handler',
    attach({ trainer, model }) {
      const ema = new handlers.EMAHandler({ model, momentum: 0.001 });
      ema.attach(trainer);
      return () => ema.dispose();
    },
  },
  handler('BasicTimeProfiler', ({ trainer }) => new handlers.BasicTimeProfiler().attach(trainer)),
  handler('HandlersTimeProfiler', ({ trainer }) => new handlers.HandlersTimeProfiler().attach(trainer)),

  scheduler('LinearCyclicalScheduler', linear),
  scheduler('CosineAnnealingScheduler', ({ optimizer }) => new handlers.CosineAnnealingScheduler(optimizer, cycle)),
  scheduler('PiecewiseLinear', ({ optimizer }) => new handlers.PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues: points })),
  scheduler('ParamGroupScheduler', (run) => new handlers.ParamGroupScheduler([linear(run)])),
  scheduler('ConcatScheduler', (run) => new handlers.ConcatScheduler([linear(run), linear(run)], { durations: [2] })),
  scheduler('createLrSchedulerWithWarmup', (run) => handlers.createLrSchedulerWithWarmup(linear(run), { warmupStartValue: 0, warmupDuration: 2 })),
  scheduler('ReduceLROnPlateauScheduler', ({ trainer, optimizer }) => {
    trainer.on(STARTED, ({ state }) => void (state.metrics.loss = 1));
    return new handlers.ReduceLROnPlateauScheduler(optimizer, { metricName: 'loss', patience: 2, minLr: 0.01 });
  }),
  scheduler('BatchSizeScheduler', () => new handlers.BatchSizeScheduler({ batchSize: 1 }, { schedulerFn: (event) => 1 + (event % 8) })),
  scheduler('LambdaStateScheduler', () => new handlers.LambdaStateScheduler({ ...attribute, lambdaObj: (event) => 1 / event })),
  scheduler('StepStateScheduler', () => new handlers.StepStateScheduler({ ...attribute, initialValue: 1, gamma: 0.999, stepSize: 100 })),
  scheduler('ExpStateScheduler', () => new handlers.ExpStateScheduler({ ...attribute, initialValue: 1, gamma: 0.9999 })),
  scheduler('MultiStepStateScheduler', () => new handlers.MultiStepStateScheduler({ ...attribute, initialValue: 1, gamma: 0.5, milestones: [2, 100, 1000] })),
  scheduler('PiecewiseLinearStateScheduler', () => new handlers.PiecewiseLinearStateScheduler({ ...attribute, milestonesValues: points })),
  // The handler itself, around the simplest of the schedules, which follow.
  schedule('LRScheduler', (optimizer) => new handlers.ExponentialLR(optimizer, { gamma: 1 })),
  schedule('StepLR', (optimizer) => new handlers.StepLR(optimizer, { stepSize: 100, gamma: 0.999 })),
  schedule('MultiStepLR', (optimizer) => new handlers.MultiStepLR(optimizer, { milestones: [2, 100, 1000], gamma: 0.5 })),
  schedule('ExponentialLR', (optimizer) => new handlers.ExponentialLR(optimizer, { gamma: 0.9999 })),
  schedule('ConstantLR', (optimizer) => new handlers.ConstantLR(optimizer)),
  schedule('LinearLR', (optimizer) => new handlers.LinearLR(optimizer, { totalIters: MANY })),
  schedule('PolynomialLR', (optimizer) => new handlers.PolynomialLR(optimizer, { totalIters: MANY, power: 2 })),
  schedule('LambdaLR', (optimizer) => new handlers.LambdaLR(optimizer, { lrLambda: (step) => 1 / (1 + step) })),
  schedule('MultiplicativeLR', (optimizer) => new handlers.MultiplicativeLR(optimizer, { lrLambda: () => 0.9999 })),
  schedule('CosineAnnealingLR', (optimizer) => new handlers.CosineAnnealingLR(optimizer, { tMax: 100 })),
  schedule('CosineAnnealingWarmRestarts', (optimizer) => new handlers.CosineAnnealingWarmRestarts(optimizer, { t0: 100 })),
  schedule('CyclicLR', (optimizer) => new handlers.CyclicLR(optimizer, { baseLr: 0.01, maxLr: 0.1, stepSizeUp: 100, cycleMomentum: false })),
  schedule('OneCycleLR', (optimizer) => new handlers.OneCycleLR(optimizer, { maxLr: 0.1, totalSteps: MANY, cycleMomentum: false })),

  logger('TensorboardLogger', ({ newFile }) => new handlers.TensorboardLogger({ file: newFile() })),
  logger('JsonlLogger', ({ newFile }) => new handlers.JsonlLogger({ file: newFile() })),
  logger('CsvLogger', ({ newFile }) => new handlers.CsvLogger({ file: newFile() })),
  logger('MLflowLogger', () => new handlers.MLflowLogger({ trackingUri: 'http://127.0.0.1:5000', fetch: mlflow })),
  logger('WandbLogger', () => new handlers.WandbLogger({ run: { log: () => undefined, config: {}, finish: () => undefined } })),
  logger('ReportLogger', ({ trainer }) => {
    const report = new handlers.ReportLogger({ store: handlers.memoryStore() });
    report.attachRun(trainer);
    return report;
  }),
  logger('experimentLogger', nowhere),
  {
    name: 'setupLogging',
    kind: 'logger',
    attach({ trainer, optimizer }) {
      const made = nowhere();
      handlers.setupLogging(made, trainer, { optimizers: optimizer, logEveryIters: 1, trainerOutputTransform: (loss) => ({ loss }) });
      return () => closeWhole(made);
    },
  },
  logging('optimizerParamsHandler', ITERATION_COMPLETED, ({ optimizer }) => handlers.optimizerParamsHandler({ optimizer })),
  logging('weightsScalarHandler', ITERATION_COMPLETED, ({ model }) => handlers.weightsScalarHandler({ model })),
  logging('weightsHistogramHandler', ITERATION_COMPLETED, ({ model }) => handlers.weightsHistogramHandler({ model })),
  logging('gradientsScalarHandler', GRADIENTS_COMPUTED, ({ model }) => handlers.gradientsScalarHandler({ model })),
  logging('gradientsHistogramHandler', GRADIENTS_COMPUTED, ({ model }) => handlers.gradientsHistogramHandler({ model })),
];

