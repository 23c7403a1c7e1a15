import * as z from 'zod/mini';
import type { StateDict } from '../contracts';
import type { AnyEngine, EngineEvent, RemovableEventHandle } from '../engine';
import { EventList, Events } from '../engine';
import { OptionError } from '../errors';
import type { OptimizerScheduler, Saveables } from '../handlers';
import { Checkpoint, CheckpointEvents, ProgressBar, TerminateOnNan, TimeLimit } from '../handlers';
import { andThen, parseOptions } from '../internal';
import { RunningAverage } from '../metrics';
import type { CommonTrainingHandlers, CommonTrainingOptions } from './common-handlers-options';
import { commonTrainingSchema } from './common-handlers-options';
import { outputPart } from './output-part';
import { addEarlyStoppingByValScore, destinationOf, engineSchema } from './val-score-handlers';

const OWNER = 'commonTrainingHandlers';

/**
 * Attaches to a trainer what most runs want: a stop at NaN, schedulers, running averages of the output, checkpoints, early stopping, a limit of
 * time and progress bars. Returns all of them, so that nothing is hidden; one `remove()` ends them.
 *
 * Call it after the handler of EPOCH_COMPLETED that runs the evaluator, so that a checkpoint of that event knows the evaluator's score. An iteration
 * at which the run is stopped for a NaN is not saved: the checkpoint before it is the one to go on from.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Engine, commonTrainingHandlers, loadObjects, memoryStore } from 'tfjs-ignite';
 *
 * const store = memoryStore();
 * const start = () => {
 *   const trainer = new Engine((_, batch: number) => ({ loss: 1 / batch }));
 *   return { trainer, common: commonTrainingHandlers(trainer, { outputNames: ['loss'], toSave: { trainer }, store, saveEveryEpochs: 1, withPbars: false }) };
 * };
 * const first = start();
 * await first.trainer.run([1, 2, 4], { maxEpochs: 2 });
 * Object.keys(first.common.toSave); // => [ 'trainer', 'runningAverage_loss' ]
 *
 * const second = start();
 * await loadObjects(second.common.toSave, await store.read('training_checkpoint_6.safetensors'));
 * const state = await second.trainer.run([1, 2, 4], { maxEpochs: 3 });
 * [state.iteration, Number(state.metrics.loss).toFixed(3)]; // => [ 9, '0.930' ]
 * ```
 */
export function commonTrainingHandlers(trainer: AnyEngine, options: CommonTrainingOptions = {}): CommonTrainingHandlers {
  parseOptions(OWNER, z.strictObject({ trainer: engineSchema }), { trainer });
  const { stopOnNan, outputNames, timeLimitSec } = parseOptions(OWNER, commonTrainingSchema, options);
  const { lrScheduler = [], earlyStopping: stopping, logger = console, clock = performance } = options;
  const handles: Pick<RemovableEventHandle, 'remove'>[] = [];
  try {
    const nan = stopOnNan ? watchForNan(trainer, new TerminateOnNan({ logger })) : undefined;
    if (nan !== undefined) handles.push(nan);

    const schedulers = isList(lrScheduler) ? lrScheduler : [lrScheduler];
    for (const scheduler of schedulers) handles.push(scheduler.attach(trainer, Events.ITERATION_STARTED));

    const runningAverages: Record<string, RunningAverage> = {};
    for (const [index, name] of outputNames.entries()) {
      const average = new RunningAverage({ outputTransform: (output) => outputPart(output, name, index) });
      average.attach(trainer, name);
      handles.push({ remove: () => average.detach(trainer) });
      runningAverages[name] = average;
    }

    const stopper = stopping === undefined ? undefined : addEarlyStoppingByValScore({ ...stopping, trainer, logger });
    if (stopper !== undefined) handles.push(stopper);

    const timeLimit = timeLimitSec === undefined ? undefined : new TimeLimit({ limitSec: timeLimitSec, clock, logger });
    if (timeLimit !== undefined) handles.push(timeLimit.attach(trainer));

    // After everything whose state it saves.
    const toSave = saveables(trainer, options, { schedulers, runningAverages, earlyStopping: stopper?.handler });
    const checkpoint = toSave === undefined ? undefined : new Checkpoint({ filenamePrefix: 'training', ...options.checkpoint, ...destinationOf(options), toSave });
    if (checkpoint !== undefined) handles.push(save(trainer, checkpoint, options, () => nan?.hasStopped === true));

    const progressBars = showProgress(trainer, options, handles);
    return {
      terminateOnNan: nan?.handler,
      schedulers,
      runningAverages,
      checkpoint,
      earlyStopping: stopper?.handler,
      timeLimit,
      progressBars,
      toSave: toSave ?? {},
      remove: () => handles.forEach((handle) => handle.remove()),
    };
  } catch (error) {
    // All of them or none.
    for (const handle of handles) handle.remove();
    throw error;
  }
}

interface NanWatch {
  readonly handler: TerminateOnNan;
  /** Whether it has stopped the run at this iteration. */
  readonly hasStopped: boolean;
  remove(): void;
}

function watchForNan(trainer: AnyEngine, handler: TerminateOnNan): NanWatch {
  let hasStopped = false;
  const handle = trainer.on(Events.ITERATION_COMPLETED, () => {
    const wasStopping = trainer.shouldTerminate;
    return andThen(handler.handle(trainer), () => void (hasStopped = !wasStopping && trainer.shouldTerminate));
  });
  return {
    handler,
    get hasStopped() {
      return hasStopped;
    },
    remove: () => handle.remove(),
  };
}

/** The objects of the options; with the trainer, so that a run can go on from them, also the handlers that have a state. */
function saveables(
  trainer: AnyEngine,
  options: CommonTrainingOptions,
  { schedulers, runningAverages, earlyStopping }: Pick<CommonTrainingHandlers, 'schedulers' | 'runningAverages' | 'earlyStopping'>,
): Saveables | undefined {
  const { toSave } = options;
  if (toSave === undefined) {
    const idle = (['store', 'saveHandler', 'checkpoint', 'saveEveryIters', 'saveEveryEpochs'] as const).find((name) => options[name] !== undefined);
    if (idle === undefined) return undefined;
    throw new OptionError({ owner: `${OWNER}.toSave`, expected: `objects to save, as there is ${idle}`, got: toSave });
  }
  const given: readonly unknown[] = Object.values(toSave);
  if (!given.includes(trainer)) return toSave;
  const own: [string, StateDict][] = Object.entries(runningAverages).map(([name, average]) => [`runningAverage_${name}`, average]);
  if (earlyStopping !== undefined) own.push(['earlyStopping', earlyStopping]);
  own.push(...schedulers.map((scheduler, index): [string, StateDict] => [schedulers.length === 1 ? 'lrScheduler' : `lrScheduler_${index}`, scheduler]));
  const missing = own.filter(([, handler]) => !given.includes(handler));
  const taken = missing.find(([name]) => Object.hasOwn(toSave, name));
  if (taken === undefined) return { ...toSave, ...Object.fromEntries(missing) };
  throw new OptionError({ owner: `${OWNER}.toSave`, expected: `no key ${taken[0]}, under which a handler is saved`, got: Object.keys(toSave) });
}

function save(trainer: AnyEngine, checkpoint: Checkpoint, options: CommonTrainingOptions, isLost: () => boolean): RemovableEventHandle {
  const { saveEveryEpochs, saveEveryIters = saveEveryEpochs === undefined ? 1000 : undefined, timeLimitSec } = options;
  const events: readonly EngineEvent[] = [
    ...(saveEveryIters === undefined ? [] : [Events.ITERATION_COMPLETED.every(saveEveryIters)]),
    ...(saveEveryEpochs === undefined ? [] : [Events.EPOCH_COMPLETED.every(saveEveryEpochs)]),
    // Who sets a limit of time means to go on later.
    ...(timeLimitSec === undefined ? [] : [Events.TERMINATE]),
  ];
  trainer.registerEvents(CheckpointEvents.SAVED_CHECKPOINT);
  return trainer.on(new EventList(events), () => (isLost() ? undefined : checkpoint.handle(trainer)));
}

function showProgress(trainer: AnyEngine, options: CommonTrainingOptions, handles: Pick<RemovableEventHandle, 'remove'>[]): readonly ProgressBar[] {
  const { withPbars = true, withPbarOnIters = true, logEveryIters = 100, display, clock } = options;
  if (!withPbars) return [];
  const shared = { ...(display === undefined ? {} : { display }), ...(clock === undefined ? {} : { clock }) };
  const bars: ProgressBar[] = [];
  if (withPbarOnIters) {
    const bar = new ProgressBar(shared);
    handles.push(bar.attach(trainer, { metricNames: 'all', event: Events.ITERATION_COMPLETED.every(logEveryIters) }));
    bars.push(bar);
  }
  const epochs = new ProgressBar({ ...shared, persist: true });
  handles.push(epochs.attach(trainer, { event: Events.EPOCH_STARTED, closingEvent: Events.COMPLETED }));
  return [...bars, epochs];
}

function isList(value: OptimizerScheduler | readonly OptimizerScheduler[]): value is readonly OptimizerScheduler[] {
  return Array.isArray(value);
}
