import * as z from 'zod/mini';
import type { Logger, StateDict, StateTree } from '../contracts';
import type { AnyEngine, EngineEvent } from '../engine';
import { Events, RemovableEventHandle } from '../engine';
import { CheckpointError, OptionError, StateError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, parseOptions } from '../internal';
import { BestCopy } from './best-copy';
import type { Saveables } from './checkpoint/saveable';
import { readScore } from './default-score-function';
import { engineSchema, functionSchema, loggerSchema, saveablesSchema } from './schemas';

const schema = z.strictObject({
  patience: z.int().check(z.minimum(1)),
  scoreFunction: functionSchema,
  trainer: engineSchema,
  threshold: z._default(z.number().check(z.minimum(0)), 0),
  cumulative: z._default(z.boolean(), false),
  thresholdMode: z._default(z.enum(['abs', 'rel']), 'abs'),
  mode: z._default(z.enum(['max', 'min']), 'max'),
  restoreBest: z.optional(saveablesSchema),
  logger: z.optional(loggerSchema),
});

/** Options of {@link EarlyStopping}. */
export interface EarlyStoppingOptions<E extends AnyEngine = AnyEngine> {
  /** How many scores in a row without improvement stop the trainer; at least 1. */
  readonly patience: number;
  /** The score of the engine that the handler is called with. */
  readonly scoreFunction: (engine: E) => number;
  /** The engine to stop. */
  readonly trainer: AnyEngine;
  /** By how much a score must be better to count. @default 0 */
  readonly threshold?: number;
  /** Whether the best score moves on only with an improvement that counts, so that small steps add up. @default false */
  readonly cumulative?: boolean;
  /** Whether the threshold is a difference or a share of the size of the best score. @default 'abs' */
  readonly thresholdMode?: 'abs' | 'rel';
  /** Whether a larger or a smaller score is better. @default 'max' */
  readonly mode?: 'max' | 'min';
  /**
   * Models, and whatever else has a state dict, that the end of the trainer's run finds as they were at `bestScore`, such as `{ model }`. Needs `attach`.
   * Default: none.
   */
  readonly restoreBest?: Saveables;
  /** Is told when the trainer is stopped. Default: nobody. */
  readonly logger?: Logger;
}

/** When {@link EarlyStopping} is called and when it starts over. */
export interface EarlyStoppingAttachment {
  /** Of the engine that is scored. Default: COMPLETED. */
  readonly event?: EngineEvent;
  /** The engine whose `resetEvent` starts over. Default: the trainer. */
  readonly resetEngine?: AnyEngine;
  /** Default: STARTED. */
  readonly resetEvent?: EngineEvent;
}

/**
 * Stops the trainer when a score has not improved for `patience` calls.
 *
 * A score is an improvement when it is better than the best one by more than the threshold: `score > best + threshold`, with
 * `rel` `score > best + |best| * threshold` (mirrored for `min`). Otherwise the counter grows, and unless `cumulative` the best
 * score still follows a score that is better at all. NaN is never an improvement and never the best.
 *
 * With `restoreBest` every score that becomes `bestScore` copies the objects into plain memory, and they are put back when the trainer's run ends: stopped by
 * this handler, by `terminate()` or a signal, or at its limits. Attach it before handlers of the trainer's TERMINATE and COMPLETED that are to see the best
 * weights. After an error, and in a run that is paused, the objects stay as they are; `restore()` puts them back at any time.
 *
 * The state survives a checkpoint, the copy included: what was loaded is kept when the resumed run starts.
 *
 * @typeParam E the engine that is scored
 * @throws OptionError for wrong options, and when called if the score is no number
 *
 * @example
 * ```ts
 * import { EarlyStopping, Engine, Events, defaultScoreFunction } from 'tfjs-ignite';
 *
 * const losses = [0.5, 0.3, 0.4, 0.35, 0.2];
 * const trainer = new Engine(() => 0);
 * const evaluator = new Engine(() => 0);
 * evaluator.on(Events.COMPLETED, ({ state }) => void (state.metrics.loss = losses[trainer.state.epoch - 1]));
 * new EarlyStopping({ patience: 2, scoreFunction: defaultScoreFunction('loss', -1), trainer }).attach(evaluator);
 * trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
 * (await trainer.run([0], { maxEpochs: 5 })).epoch; // => 4
 * ```
 */
export class EarlyStopping<E extends AnyEngine = AnyEngine> implements StateDict {
  readonly #options: z.output<typeof schema>;
  readonly #scoreFunction: (engine: E) => number;
  readonly #best: BestCopy | undefined;
  /** How many attachments put the best back; without one nobody would. */
  #attachments = 0;
  #counter = 0;
  #bestScore: number | null = null;
  /** Something was loaded and no score has come since. */
  #isLoaded = false;

  constructor(options: EarlyStoppingOptions<E>) {
    this.#options = parseOptions('EarlyStopping', schema, options);
    this.#scoreFunction = options.scoreFunction;
    const { restoreBest } = options;
    this.#best = restoreBest === undefined ? undefined : new BestCopy('EarlyStopping.restoreBest', restoreBest);
  }

  /** Scores in a row without improvement. */
  get counter(): number {
    return this.#counter;
  }

  /** `null` before the first score. */
  get bestScore(): number | null {
    return this.#bestScore;
  }

  /** Scores the engine, and stops the trainer when it is time. Returns a promise only where it copies the best. */
  handle(engine: E): MaybePromise<void> {
    if (this.#best !== undefined && this.#attachments === 0) {
      throw new StateError({ owner: 'EarlyStopping.restoreBest', expected: 'a handler that is attached', mend: 'Subscribe it with attach(), which puts the best back at the end.' });
    }
    const score = readScore('EarlyStopping', this.#scoreFunction, engine);
    const isImprovement = this.#isImprovement(score);
    const isBest = isImprovement || (!this.#options.cumulative && this.#bestScore !== null && this.#isBetter(score, this.#bestScore));
    return andThen(isBest ? this.#best?.take() : undefined, () => {
      this.#isLoaded = false;
      if (isBest) this.#bestScore = score;
      this.#count(isImprovement);
    });
  }

  /** Puts the objects of `restoreBest` back to the best score; nothing before the first score. */
  async restore(): Promise<void> {
    await this.#best?.putBack();
  }

  /** Forgets all scores and the copy of the best. */
  reset(): void {
    this.#counter = 0;
    this.#bestScore = null;
    this.#best?.clear();
    this.#isLoaded = false;
  }

  /** Scores `engine` at `event`, starts over when `resetEngine` starts, and puts the best back when the trainer ends. One `remove()` ends all. */
  attach(engine: E, attachment: EarlyStoppingAttachment = {}): RemovableEventHandle {
    const { trainer } = this.#options;
    const { event = Events.COMPLETED, resetEngine = trainer, resetEvent = Events.STARTED } = attachment;
    const anyEngine = engine as AnyEngine; // an engine of any kind has this `on`
    const endsRun = anyEngine === trainer && (event.name === 'COMPLETED' || event.name === 'TERMINATE');
    if (endsRun && this.#best !== undefined) {
      throw new OptionError({ owner: 'EarlyStopping.attach.event', expected: 'an event before the end of the run, with restoreBest', got: event.name });
    }
    const handles = [anyEngine.on(event, this), resetEngine.on(resetEvent, () => this.#startOver())];
    if (this.#best !== undefined) {
      this.#attachments++;
      handles.push(trainer.on(Events.TERMINATE.or(Events.COMPLETED), () => this.restore()), new RemovableEventHandle(() => this.#attachments--));
    }
    return new RemovableEventHandle(() => handles.forEach((handle) => handle.remove()));
  }

  stateDict(): StateTree {
    const scores = { counter: this.#counter, bestScore: this.#bestScore, thresholdMode: this.#options.thresholdMode };
    return this.#best === undefined ? scores : { ...scores, best: this.#best.states };
  }

  /**
   * Returns a promise only with `restoreBest`.
   *
   * @throws CheckpointError when the state is another's, was counted with another `thresholdMode`, or holds no copy that fits the objects of `restoreBest`
   */
  loadStateDict(state: StateTree): MaybePromise<void> {
    const { counter, bestScore, thresholdMode } = state;
    const owner = 'EarlyStopping.loadStateDict';
    if (typeof counter !== 'number' || !Number.isSafeInteger(counter) || counter < 0) {
      throw new CheckpointError({ owner, expected: 'a counter from 0', got: counter });
    }
    if (typeof bestScore !== 'number' && bestScore !== null) throw new CheckpointError({ owner, expected: 'bestScore to be a number or null', got: bestScore });
    if (thresholdMode !== this.#options.thresholdMode) {
      throw new CheckpointError({ owner, expected: `thresholdMode ${this.#options.thresholdMode}`, got: thresholdMode, mend: 'Use the options that the state was saved with.' });
    }
    if (this.#best !== undefined && (bestScore === null) !== (state.best === null)) {
      throw new CheckpointError({ owner, expected: 'a copy of the best beside its score', got: state.best, mend: 'Save it from a handler with restoreBest.' });
    }
    return andThen(this.#best?.load(state.best), () => {
      this.#counter = counter;
      this.#bestScore = bestScore;
      this.#isLoaded = true;
    });
  }

  #count(isImprovement: boolean): void {
    if (isImprovement) {
      this.#counter = 0;
      return;
    }
    const { patience, trainer, logger } = this.#options;
    this.#counter += 1;
    if (this.#counter < patience) return;
    logger?.info(`EarlyStopping: no improvement for ${this.#counter} scores (best ${this.#bestScore ?? 'none'}): stopping the trainer.`);
    trainer.terminate();
  }

  #startOver(): void {
    // A resumed run starts too, and must not lose what it was resumed with.
    if (this.#isLoaded) this.#isLoaded = false;
    else this.reset();
  }

  #isImprovement(score: number): boolean {
    if (Number.isNaN(score)) return false;
    const best = this.#bestScore;
    if (best === null) return true;
    const { threshold, thresholdMode, mode } = this.#options;
    const margin = thresholdMode === 'abs' ? threshold : Math.abs(best) * threshold;
    return mode === 'max' ? score > best + margin : score < best - margin;
  }

  #isBetter(score: number, best: number): boolean {
    return this.#options.mode === 'max' ? score > best : score < best;
  }
}
