import * as z from 'zod/mini';
import { DataError, OptionError, StateError } from '../errors';
import { parseOptions } from '../internal';
import type { State } from './state';
import { isDone } from './state';

/** Options of `engine.run`. */
export interface RunOptions {
  /** Epochs after which the run is done, counted from the first run on. Default 1 where a run begins anew. */
  maxEpochs?: number | undefined;
  /** Iterations after which the run is done; in place of `maxEpochs`. */
  maxIters?: number | undefined;
  /** Iterations in an epoch. Default: the length of the data, or what it turns out to be. */
  epochLength?: number | undefined;
  /** Ends the run like `terminate()` when it aborts. */
  signal?: AbortSignal | undefined;
  /** Hands the batches of the data over to the engine, which disposes them. Default: what the data says about itself. */
  ownsBatches?: boolean | undefined;
}

const limit = z.optional(z.custom<number>((value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1, 'a positive integer'));

const schema = z.strictObject({
  maxEpochs: limit,
  maxIters: limit,
  epochLength: limit,
  signal: z.optional(z.custom<AbortSignal>(isSignal, 'an AbortSignal')),
  ownsBatches: z.optional(z.boolean()),
});

function isSignal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
}

/** Checks what can be checked without knowing the state. */
export function parseRunOptions(options: RunOptions): RunOptions {
  const parsed = parseOptions('run', schema, options);
  if (parsed.maxEpochs === undefined || parsed.maxIters === undefined) return parsed;
  throw new OptionError({
    owner: 'run',
    expected: 'maxEpochs or maxIters, not both',
    got: `maxEpochs ${parsed.maxEpochs}, maxIters ${parsed.maxIters}`,
    mend: 'Leave one out.',
  });
}

/** What decides how a run begins, beside the state. */
export interface RunRequest {
  readonly options: RunOptions;
  readonly hasData: boolean;
  readonly dataLength: number | null;
  /** The last run was paused by `interrupt()` and waits. */
  readonly paused: boolean;
}

/** How a run begins. */
export interface RunPlan {
  /** Counters start at 0; else the run goes on where the state stands. */
  readonly anew: boolean;
  readonly epochLength: number | null;
  readonly maxEpochs: number | null;
  readonly maxIters: number | null;
}

/** Decides whether a run begins anew or goes on, and with what limits. Changes nothing. */
export function planRun(state: State, request: RunRequest): RunPlan {
  const { options, paused } = request;
  refuseSwitch('maxIters', options.maxIters, 'maxEpochs', state.maxEpochs);
  refuseSwitch('maxEpochs', options.maxEpochs, 'maxIters', state.maxIters);
  const unlimited = state.maxEpochs === null && state.maxIters === null;
  const maxEpochs = raise('maxEpochs', options.maxEpochs, state.maxEpochs, state.epoch);
  const maxIters = raise('maxIters', options.maxIters, state.maxIters, state.iteration);
  const done = isDone({ epoch: state.epoch, iteration: state.iteration, epochLength: state.epochLength, maxEpochs, maxIters });
  if (unlimited || (done && !paused)) return planAnew(state, request);
  return { anew: false, epochLength: lengthOnResume(state, request), maxEpochs, maxIters };
}

function planAnew(state: State, { options, hasData, dataLength }: RunRequest): RunPlan {
  const epochLength = options.epochLength ?? (hasData ? dataLength : null) ?? state.epochLength;
  if (epochLength === null && !hasData) throw needsLength();
  if (epochLength !== null) refuseEmpty(epochLength);
  const maxIters = options.maxIters ?? null;
  return { anew: true, epochLength, maxEpochs: options.maxEpochs ?? (maxIters === null ? 1 : null), maxIters };
}

function lengthOnResume(state: State, { options, hasData, dataLength, paused }: RunRequest): number | null {
  const { epochLength } = options;
  if (!hasData && !paused && state.dataloader !== null) {
    throw new StateError({
      owner: 'run',
      expected: 'the data again, since the run goes on from the state and its earlier part had data',
      mend: 'Pass the data to run(), or set engine.state.maxEpochs = null to begin anew.',
    });
  }
  if (state.epochLength !== null) {
    if (epochLength === undefined || epochLength === state.epochLength) return state.epochLength;
    throw new OptionError({
      owner: 'run.epochLength',
      expected: `the epoch length of the run that goes on (${state.epochLength})`,
      got: epochLength,
      mend: 'Leave it out, or set engine.state.maxEpochs = null to begin anew.',
    });
  }
  const length = epochLength ?? dataLength;
  if (length === null && !hasData && !paused) throw needsLength();
  if (length !== null) refuseEmpty(length);
  return length;
}

function refuseSwitch(name: 'maxEpochs' | 'maxIters', value: number | undefined, other: 'maxEpochs' | 'maxIters', set: number | null): void {
  if (value === undefined || set === null) return;
  throw new OptionError({
    owner: `run.${name}`,
    expected: `${other}, by which this engine's state is limited (${set})`,
    got: value,
    mend: `Set engine.state.${other} = null before run() to begin anew with ${name}.`,
  });
}

function raise(name: 'maxEpochs' | 'maxIters', value: number | undefined, set: number | null, reached: number): number | null {
  if (value === undefined) return set;
  if (set === null || value >= reached) return value;
  throw new OptionError({
    owner: `run.${name}`,
    expected: `at least the ${reached} that the state has reached`,
    got: value,
    mend: `Set engine.state.${name} = null before run() to begin anew.`,
  });
}

function refuseEmpty(length: number): void {
  if (length >= 1) return;
  throw new DataError({ owner: 'run', expected: 'data with at least one batch', got: length, mend: 'Check where the data comes from.' });
}

function needsLength(): OptionError {
  return new OptionError({ owner: 'run.epochLength', expected: 'a positive integer, since there is no data', mend: 'Pass data or epochLength.' });
}
