import * as z from 'zod/mini';
import type { Logger, StateDict, StateTree } from '../contracts';
import type { AnyEngine, EngineEvent } from '../engine';
import { Events, RemovableEventHandle } from '../engine';
import { CheckpointError } from '../errors';
import { parseOptions } from '../internal';
import { readScore } from './default-score-function';
import { engineSchema, functionSchema, loggerSchema } from './schemas';

const schema = z.strictObject({
  patience: z.int().check(z.minimum(1)),
  scoreFunction: functionSchema,
  trainer: engineSchema,
  threshold: z._default(z.number().check(z.minimum(0)), 0),
  cumulative: z._default(z.boolean(), false),
  thresholdMode: z._default(z.enum(['abs', 'rel']), 'abs'),
  mode: z._default(z.enum(['max', 'min']), 'max'),
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
 * The state survives a checkpoint: what was loaded is kept when the resumed run starts.
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
  #counter = 0;
  #bestScore: number | null = null;
  /** Something was loaded and no score has come since. */
  #isRestored = false;

  constructor(options: EarlyStoppingOptions<E>) {
    this.#options = parseOptions('EarlyStopping', schema, options);
    this.#scoreFunction = options.scoreFunction;
  }

  /** Scores in a row without improvement. */
  get counter(): number {
    return this.#counter;
  }

  /** `null` before the first score. */
  get bestScore(): number | null {
    return this.#bestScore;
  }

  /** Scores the engine, and stops the trainer when it is time. */
  handle(engine: E): void {
    const score = readScore('EarlyStopping', this.#scoreFunction, engine);
    this.#isRestored = false;
    if (this.#isImprovement(score)) {
      this.#bestScore = score;
      this.#counter = 0;
      return;
    }
    const { cumulative, patience, trainer, logger } = this.#options;
    if (!cumulative && this.#bestScore !== null && this.#isBetter(score, this.#bestScore)) this.#bestScore = score;
    this.#counter += 1;
    if (this.#counter < patience) return;
    logger?.info(`EarlyStopping: no improvement for ${this.#counter} scores (best ${this.#bestScore ?? 'none'}): stopping the trainer.`);
    trainer.terminate();
  }

  /** Forgets all scores. */
  reset(): void {
    this.#counter = 0;
    this.#bestScore = null;
    this.#isRestored = false;
  }

  /** Scores `engine` at `event`, and starts over when `resetEngine` starts. One `remove()` ends both. */
  attach(engine: E, attachment: EarlyStoppingAttachment = {}): RemovableEventHandle {
    const { event = Events.COMPLETED, resetEngine = this.#options.trainer, resetEvent = Events.STARTED } = attachment;
    const scoring = (engine as AnyEngine).on(event, () => this.handle(engine)); // an engine of any kind has this `on`
    const resetting = resetEngine.on(resetEvent, () => this.#startOver());
    return new RemovableEventHandle(() => {
      scoring.remove();
      resetting.remove();
    });
  }

  stateDict(): StateTree {
    return { counter: this.#counter, bestScore: this.#bestScore, thresholdMode: this.#options.thresholdMode };
  }

  /** @throws CheckpointError when the state is another's, or was counted with another `thresholdMode` */
  loadStateDict(state: StateTree): void {
    const { counter, bestScore, thresholdMode } = state;
    const owner = 'EarlyStopping.loadStateDict';
    if (typeof counter !== 'number' || !Number.isSafeInteger(counter) || counter < 0) {
      throw new CheckpointError({ owner, expected: 'a counter from 0', got: counter });
    }
    if (typeof bestScore !== 'number' && bestScore !== null) throw new CheckpointError({ owner, expected: 'bestScore to be a number or null', got: bestScore });
    if (thresholdMode !== this.#options.thresholdMode) {
      throw new CheckpointError({ owner, expected: `thresholdMode ${this.#options.thresholdMode}`, got: thresholdMode, mend: 'Use the options that the state was saved with.' });
    }
    this.#counter = counter;
    this.#bestScore = bestScore;
    this.#isRestored = true;
  }

  #startOver(): void {
    // A resumed run starts too, and must not lose what it was resumed with.
    if (this.#isRestored) this.#isRestored = false;
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
