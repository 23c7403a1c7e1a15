import type { StateTree } from '../../src/contracts';
import { Engine, Events } from '../../src/engine';
import { OptionError, StateError } from '../../src/errors';
import type { SimulatedValues, StateParamScheduler } from '../../src/handlers';
import * as handlers from '../../src/handlers';
import type { CaseResult } from './result';
import type { Attachment, FunctionJson } from './schedulers-values';
import { differences, toEvent, toFunction } from './schedulers-values';

/** A case of the section `stateSchedulers`. */
export interface StateCase {
  readonly id: string;
  readonly kind: string;
  readonly options: Readonly<Record<string, unknown>> & { readonly paramName: string; readonly lambdaObj?: FunctionJson | number };
  readonly numEvents: number;
  readonly resumeAt?: number;
  readonly attach?: Attachment & { readonly existing?: number };
  readonly expected: Readonly<Record<string, unknown>> & { readonly warnings?: readonly unknown[] };
}

interface StateClass {
  new (options: never): StateParamScheduler;
  simulateValues(numEvents: number, options: never): SimulatedValues;
}

const CLASSES: Readonly<Record<string, StateClass>> = {
  LambdaStateScheduler: handlers.LambdaStateScheduler,
  PiecewiseLinearStateScheduler: handlers.PiecewiseLinearStateScheduler,
  ExpStateScheduler: handlers.ExpStateScheduler,
  StepStateScheduler: handlers.StepStateScheduler,
  MultiStepStateScheduler: handlers.MultiStepStateScheduler,
};

const KEYS = ['values', 'stateDict', 'resumedValues', 'simulateValues', 'paramHistory', 'seen', 'afterEpoch', 'attachedHistory', 'refusedToAttach'];

export async function runState(one: StateCase): Promise<CaseResult> {
  const { id, expected } = one;
  const Scheduler = CLASSES[one.kind];
  if (Scheduler === undefined) return { id, outcome: 'failed', detail: `nobody knows ${one.kind}` };
  const { lambdaObj, ...options } = one.options;
  const given = (lambdaObj === undefined ? options : { ...options, lambdaObj: typeof lambdaObj === 'number' ? lambdaObj : toFunction(lambdaObj) }) as never;
  if (expected.error !== undefined) {
    try {
      new Scheduler(given);
    } catch (error) {
      return error instanceof OptionError ? { id, outcome: 'passed' } : { id, outcome: 'failed', detail: String(error) };
    }
    return { id, outcome: 'failed', detail: 'was not refused' };
  }
  let warned = 0;
  const logger = { info() {}, warn: () => void (warned += 1), error() {} };
  const attached = one.attach === undefined ? {} : await attach(one, one.attach, () => new Scheduler({ ...(given as object), logger } as never));
  const ours = { ...play(one, () => new Scheduler(given)), ...attached, simulateValues: Scheduler.simulateValues(one.numEvents, given) };
  const wrong = differences(ours, { ...expected, refusedToAttach: expected.attachError === undefined ? undefined : true }, KEYS);
  if (expected.warnings !== undefined && warned !== expected.warnings.length) wrong.push(`${warned} warnings instead of ${expected.warnings.length}`);
  return wrong.length === 0 ? { id, outcome: 'passed' } : { id, outcome: 'failed', detail: wrong.join('; ') };
}

function play({ options: { paramName }, numEvents, resumeAt }: StateCase, make: () => StateParamScheduler): Record<string, unknown> {
  const engine = new Engine(() => 0);
  const call = (scheduler: StateParamScheduler): unknown => {
    scheduler.handle(engine);
    return engine.state.attributes[paramName];
  };
  const scheduler = make();
  let saved: StateTree | undefined;
  const values = Array.from({ length: numEvents }, (_, at) => {
    if (at === resumeAt) saved = JSON.parse(JSON.stringify(scheduler.stateDict())) as StateTree; // as it comes back from a file
    return call(scheduler);
  });
  const stateDict = scheduler.stateDict();
  if (saved === undefined) return { values, stateDict, paramHistory: engine.state.attributes.paramHistory };
  const resumed = make();
  resumed.loadStateDict(saved);
  const resumedValues = Array.from({ length: numEvents - (resumeAt ?? 0) }, () => call(resumed));
  return { values, stateDict, resumedValues, paramHistory: engine.state.attributes.paramHistory };
}

async function attach(one: StateCase, attachment: Attachment & { readonly existing?: number }, make: () => StateParamScheduler): Promise<Record<string, unknown>> {
  const { paramName } = one.options;
  const seen: unknown[] = [];
  const afterEpoch: unknown[] = [];
  const engine = new Engine(({ state }) => void seen.push(state.attributes[paramName]));
  if (attachment.existing !== undefined) engine.state.attributes[paramName] = attachment.existing;
  try {
    make().attach(engine, toEvent(attachment, 'ITERATION_COMPLETED'));
  } catch (error) {
    return { refusedToAttach: error instanceof StateError };
  }
  engine.on(Events.EPOCH_COMPLETED, ({ state }) => afterEpoch.push(state.attributes[paramName]));
  await engine.run(Array.from({ length: attachment.dataLength }, (_, index) => index), { maxEpochs: attachment.maxEpochs });
  return { seen, afterEpoch, attachedHistory: engine.state.attributes.paramHistory };
}
