import { isDeepStrictEqual } from 'node:util';
import type { StateTree } from '../../src/contracts';
import { Engine, Events } from '../../src/engine';
import { OptionError } from '../../src/errors';
import type { EarlyStoppingOptions } from '../../src/handlers';
import { EarlyStopping } from '../../src/handlers';
import type { CaseResult } from './result';

type Options = Pick<EarlyStoppingOptions, 'patience' | 'threshold' | 'cumulative' | 'thresholdMode' | 'mode'>;

interface Epoch {
  readonly epoch: number;
  readonly counter: number;
  readonly bestScore: number | null;
  readonly stop: boolean;
}

interface Outcome {
  readonly epochs: readonly Epoch[];
  readonly runs: readonly { readonly epoch: number; readonly stoppedEarly: boolean }[];
  readonly stateDict: StateTree;
  readonly roundTrip?: StateTree;
}

/** A case of the section `earlyStopping`. */
export interface EarlyStoppingCase {
  readonly id: string;
  readonly options: Options & { readonly minDelta?: number; readonly cumulativeDelta?: boolean; readonly minDeltaMode?: 'abs' | 'rel' };
  readonly scores: readonly number[];
  readonly runs: readonly { readonly maxEpochs: number }[];
  readonly attach?: 'evaluator' | 'resetOnTrainer';
  readonly roundTripAfter?: number;
  readonly expected: (Outcome & { readonly warnings: readonly unknown[] }) | { readonly error: unknown };
}

export async function runEarlyStopping(one: EarlyStoppingCase): Promise<CaseResult> {
  const { id } = one;
  const departures: string[] = [];
  const options = translate(one.options, departures);
  if ('error' in one.expected) {
    try {
      await play(one, options);
    } catch (error) {
      if (error instanceof OptionError) return { id, outcome: 'passed' };
      throw error;
    }
    return { id, outcome: 'failed', detail: 'was not refused' };
  }
  const { epochs, runs, stateDict, roundTrip } = one.expected;
  const golden: Outcome = { epochs, runs, stateDict, ...(roundTrip === undefined ? {} : { roundTrip }) };
  const ours = await play(one, options);
  let expected: Outcome = golden;
  if (!isDeepStrictEqual(ours, golden)) {
    const rules = rulesFor(one, options);
    departures.push(...rules);
    if (rules.length > 0) expected = simulate(one, options);
  }
  if (!isDeepStrictEqual(ours, expected)) return { id, outcome: 'failed', detail: `${JSON.stringify(ours)} instead of ${JSON.stringify(expected)}` };
  return departures.length === 0 ? { id, outcome: 'passed' } : { id, outcome: 'departed', departures };
}

function translate({ minDelta, cumulativeDelta, minDeltaMode, ...options }: EarlyStoppingCase['options'], departures: string[]): Options {
  if (minDelta === undefined && cumulativeDelta === undefined && minDeltaMode === undefined) return options;
  departures.push('Deprecated names are not ported');
  return {
    ...options,
    ...(minDelta === undefined ? {} : { threshold: minDelta }),
    ...(cumulativeDelta === undefined ? {} : { cumulative: cumulativeDelta }),
    ...(minDeltaMode === undefined ? {} : { thresholdMode: minDeltaMode }),
  };
}

async function play(one: EarlyStoppingCase, options: Options): Promise<Outcome> {
  const trainer = new Engine(() => 0);
  const evaluator = new Engine(() => 0);
  let calls = 0;
  let stop = false;
  const terminate = trainer.terminate.bind(trainer);
  trainer.terminate = (...args) => {
    stop = true;
    terminate(...args);
  };
  const make = (): EarlyStopping => new EarlyStopping({ ...options, scoreFunction: () => one.scores[calls++] ?? NaN, trainer });
  const subscribe = (handler: EarlyStopping): { remove(): void } => {
    if (one.attach === undefined) return evaluator.on(Events.COMPLETED, handler);
    return handler.attach(evaluator, one.attach === 'resetOnTrainer' ? { resetEngine: trainer } : {});
  };
  let handler = make();
  let subscription = subscribe(handler);
  let roundTrip: StateTree | undefined;
  const epochs: Epoch[] = [];
  trainer.on(Events.EPOCH_COMPLETED, async () => {
    stop = false;
    await evaluator.run([0]);
    epochs.push({ epoch: trainer.state.epoch, counter: handler.counter, bestScore: handler.bestScore, stop });
    if (epochs.at(-1)?.stop === true || calls !== one.roundTripAfter || roundTrip !== undefined) return;
    roundTrip = handler.stateDict();
    subscription.remove();
    handler = make();
    await handler.loadStateDict(roundTrip);
    subscription = subscribe(handler);
  });
  const runs: Outcome['runs'][number][] = [];
  for (const { maxEpochs } of one.runs) {
    trainer.state.maxEpochs = null;
    const { epoch } = await trainer.run([0], { maxEpochs });
    runs.push({ epoch, stoppedEarly: epochs.at(-1)?.stop === true });
  }
  return { epochs, runs, stateDict: handler.stateDict(), ...(roundTrip === undefined ? {} : { roundTrip }) };
}

/** The departures that the scores and options of a case touch. */
function rulesFor({ scores, attach }: EarlyStoppingCase, { threshold = 0, thresholdMode }: Options): string[] {
  const rules: string[] = [];
  if (scores.some(Number.isNaN)) rules.push('NaN is no improvement');
  if (thresholdMode === 'rel' && threshold > 0 && scores.some((score) => score < 0)) rules.push('A relative threshold is a share of the size of the best score');
  if (attach === 'evaluator') rules.push('EarlyStopping starts over with its trainer');
  return rules;
}

/** What the documentation says, in its own words and apart from the implementation. */
function simulate(one: EarlyStoppingCase, { patience, threshold = 0, cumulative = false, thresholdMode = 'abs', mode = 'max' }: Options): Outcome {
  const sign = mode === 'max' ? 1 : -1;
  let best: number | null = null;
  let counter = 0;
  let calls = 0;
  let roundTrip: StateTree | undefined;
  const epochs: Epoch[] = [];
  const runs: Outcome['runs'][number][] = [];
  for (const { maxEpochs } of one.runs) {
    if (one.attach !== undefined) [best, counter] = [null, 0];
    let stop = false;
    let epoch = 0;
    while (epoch < maxEpochs && !stop) {
      epoch++;
      const score = one.scores[calls++] ?? NaN;
      const gain: number = best === null ? (Number.isNaN(score) ? -Infinity : Infinity) : sign * (score - best);
      const needed: number = thresholdMode === 'rel' ? threshold * Math.abs(best ?? 0) : threshold;
      const limit: number | null = best === null ? null : best + sign * needed;
      const improved: boolean = limit === null ? gain > 0 : sign * score > sign * limit;
      counter = improved ? 0 : counter + 1;
      if (improved || (gain > 0 && !cumulative)) best = score;
      stop = counter >= patience;
      epochs.push({ epoch, counter, bestScore: best, stop });
      if (calls === one.roundTripAfter && !stop) roundTrip = { counter, bestScore: best, thresholdMode };
    }
    runs.push({ epoch, stoppedEarly: stop });
  }
  return { epochs, runs, stateDict: { counter, bestScore: best, thresholdMode }, ...(roundTrip === undefined ? {} : { roundTrip }) };
}
