import type { Logger } from '../../contracts';
import type { Communicator } from '../../distributed';
import { serial } from '../../distributed';
import type { AnyEngine, DataSource, Engine, RunOptions } from '../../engine';
import { Events } from '../../engine';
import { OptionError, StateError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import { isTensor, readScalar } from '../../tensor';
import type { CurveOptions, TextPlotOptions } from './curve-plot';
import { curveSchema, curveToPlot, textPlotSchema } from './curve-plot';
import { LossCurve } from './loss-curve';
import { rateRange } from './rate-range';
import type { FastaiLRFinderOptions, LRSearchOptions, LRSearchResults } from './search-options';
import { finderSchema, searchSchema } from './search-options';
import { steepestDescent } from './suggestion';
import { textCurve } from './text-plot';
import { trainerSnapshot } from './trainer-snapshot';
import type { VegaLiteSpec } from './vega-lite';
import { vegaLiteCurve } from './vega-lite';

/** Something with the rates of parameter groups, such as an optimizer of `optim`. */
interface RateGroups {
  readonly paramGroups: readonly { lr: number }[];
}

/**
 * Searches for a learning rate: trains while the rate grows, and suggests the one at which the loss fell most steeply.
 *
 * With `n = numIter`, iteration `k` runs at the share `(k - 1) / n` of the way from `startLr` to `endLr`, and the history holds the rate that the
 * iteration ran with. The loss is smoothed, `smoothF * loss + (1 - smoothF) * before`, and the search ends when that exceeds `divergeTh` times its
 * lowest value, or is NaN. Afterwards the trainer and the objects of `toSave` are as they were, also when the run was aborted or failed.
 *
 * Handlers of the trainer run as in any run: those that save, stop early or schedule are better attached after the search (or, where they have a
 * state, named in `toSave`). At ITERATION_STARTED the finder comes last, so its rate stands.
 *
 * @see Smith, Cyclical Learning Rates for Training Neural Networks, WACV 2017
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { Engine, FastaiLRFinder, optim } from 'tfjs-ignite';
 *
 * const optimizer = new optim.SGD([{ name: 'w', variable: tf.variable(tf.scalar(1)) }], { lr: 0.01 });
 * const losses = [4, 3.9, 3, 1, 0.9, 2, 30];
 * const trainer = new Engine((_, batch: number) => batch);
 * const finder = new FastaiLRFinder();
 * const results = await finder.run(trainer, losses, { toSave: { optimizer }, startLr: 1, endLr: 8, stepMode: 'linear', smoothF: 0 });
 * results.diverged; // => true
 * finder.lrSuggestion(); // => 3
 * finder.applySuggestedLr(optimizer);
 * optimizer.paramGroups[0]?.lr; // => 3
 * trainer.state.iteration; // => 0
 * ```
 */
export class FastaiLRFinder {
  readonly #logger: Logger;
  readonly #communicator: Communicator;
  #results: LRSearchResults | undefined;

  constructor(options: FastaiLRFinderOptions = {}) {
    const { logger = console, communicator = serial } = parseOptions('FastaiLRFinder', finderSchema, options);
    this.#logger = logger;
    this.#communicator = communicator;
  }

  /**
   * Searches on a run of the trainer that begins anew, and gives everything back as it was.
   *
   * @param data as for `trainer.run`
   * @param runOptions as for `trainer.run`: `maxEpochs` (default 1), `epochLength`, `signal` and so on
   * @throws OptionError for wrong options, or an output that is no loss; StateError for a trainer that is running or paused; CheckpointError for
   * an object that cannot be saved; else what the trainer's run threw
   */
  async run<Batch, Output>(
    trainer: Engine<Batch, Output>,
    data: DataSource<Batch> | null,
    options: LRSearchOptions<Output>,
    runOptions: RunOptions = {},
  ): Promise<LRSearchResults> {
    const owner = 'FastaiLRFinder.run';
    const { toSave, numIter, ...settings } = parseOptions(owner, searchSchema, options);
    const { paramGroups } = toSave.optimizer;
    const ratesAt = rateRange(owner, settings, paramGroups);
    const lossOf = options.outputTransform ?? ((output: unknown) => output);
    const curve = new LossCurve(settings);
    const lr: number[][] = [];
    let steps = 0;
    let rates: number[] = [];
    this.#results = undefined;

    const restore = await trainerSnapshot(owner, trainer, toSave);
    const handles = [
      trainer.on(Events.STARTED, (engine) => {
        steps = limitRun(owner, engine, numIter);
      }),
      trainer.on(Events.ITERATION_STARTED, ({ state }) => {
        rates = ratesAt((state.iteration - 1) / steps);
        writeRates(paramGroups, rates);
      }),
      trainer.on(Events.ITERATION_COMPLETED, ({ state }) =>
        // At this event there is an output.
        andThen(readLoss(lossOf(state.output as Output)), (own) =>
          andThen(this.#mean(own), (loss) => {
            lr.push(rates);
            curve.add(loss);
            if (curve.diverged) trainer.terminate();
          }),
        ),
      ),
    ];
    try {
      await trainer.run(data, runOptions);
      await endPaused(trainer);
    } finally {
      for (const handle of handles) handle.remove();
      await restore();
    }
    this.#results = { lr, loss: curve.losses, diverged: curve.diverged };
    if (!curve.diverged && runOptions.signal?.aborted !== true) {
      this.#logger.warn(`${owner}: the run ended without the loss diverging. Increase endLr, decrease divergeTh, or look at plot().`);
    }
    return this.#results;
  }

  /** What the last search found; after one that was aborted, as far as it came. */
  getResults(): LRSearchResults {
    return this.#found('getResults');
  }

  /**
   * The rate at which the smoothed loss fell most steeply on the way to its minimum.
   *
   * @throws StateError before a search, when the loss rose from the start, or with several parameter groups: see {@link lrSuggestions}
   */
  lrSuggestion(): number {
    const [rate = NaN, ...others] = this.#suggest('lrSuggestion');
    if (others.length === 0) return rate;
    throw new StateError({ owner: 'FastaiLRFinder.lrSuggestion', expected: 'one parameter group', got: others.length + 1, mend: 'Use lrSuggestions(), or applySuggestedLr(optimizer).' });
  }

  /** {@link lrSuggestion} for each parameter group. */
  lrSuggestions(): number[] {
    return [...this.#suggest('lrSuggestions')];
  }

  /**
   * Writes the suggested rates to an optimizer's groups.
   *
   * @throws StateError when there is no suggestion; OptionError when it has another number of groups than the one of the search
   */
  applySuggestedLr({ paramGroups }: RateGroups): void {
    const rates = this.#suggest('applySuggestedLr');
    if (paramGroups.length !== rates.length) {
      throw new OptionError({ owner: 'FastaiLRFinder.applySuggestedLr', expected: `an optimizer with the ${rates.length} parameter group(s) of the search`, got: paramGroups.length });
    }
    writeRates(paramGroups, rates);
  }

  /** The loss over the rate as a Vega-Lite specification. */
  vegaLite(options: CurveOptions = {}): VegaLiteSpec {
    const owner = 'FastaiLRFinder.vegaLite';
    const parsed = parseOptions(owner, curveSchema, options);
    return vegaLiteCurve(curveToPlot(owner, this.#found('vegaLite'), parsed, (message) => this.#logger.warn(message)), parsed.logLr);
  }

  /** The loss over the rate in characters, for a terminal or a log. */
  plot(options: TextPlotOptions = {}): string {
    const owner = 'FastaiLRFinder.plot';
    const parsed = parseOptions(owner, textPlotSchema, options);
    return textCurve(curveToPlot(owner, this.#found('plot'), parsed, (message) => this.#logger.warn(message)), parsed);
  }

  #suggest(method: string): readonly number[] {
    const { lr, loss } = this.#found(method);
    const index = steepestDescent(loss);
    const rates = index === undefined ? undefined : lr[index];
    if (rates !== undefined) return rates;
    throw new StateError({
      owner: `FastaiLRFinder.${method}`,
      expected: 'a loss that falls for at least 3 iterations before it rises',
      mend: 'Decrease startLr, increase endLr or numIter, and look at plot().',
    });
  }

  #found(method: string): LRSearchResults {
    if (this.#results !== undefined) return this.#results;
    throw new StateError({ owner: `FastaiLRFinder.${method}`, expected: 'a search that has ended', mend: 'Await run() first.' });
  }

  #mean(loss: number): MaybePromise<number> {
    const { size } = this.#communicator;
    return size === 1 ? loss : andThen(this.#communicator.allReduce(Float64Array.of(loss), 'sum'), ([sum = NaN]) => sum / size);
  }
}

function writeRates(groups: RateGroups['paramGroups'], rates: readonly number[]): void {
  groups.forEach((group, index) => (group.lr = rates[index] ?? NaN));
}

/** Ends a run that a handler has paused, so that the trainer can be given back. */
async function endPaused(trainer: Pick<AnyEngine, 'lastEventName' | 'terminate' | 'run'>): Promise<void> {
  while (trainer.lastEventName === Events.INTERRUPT.name) {
    trainer.terminate({ skipCompleted: true });
    await trainer.run();
  }
}

/** Limits a run that has just started to the search, and gives the number of steps. */
function limitRun(owner: string, { state }: AnyEngine, numIter: number | undefined): number {
  const { epochLength, maxEpochs, maxIters } = state;
  const total = maxIters ?? (epochLength === null ? Infinity : epochLength * (maxEpochs ?? 1));
  const steps = numIter ?? total;
  if (steps === Infinity) throw new OptionError({ owner: `${owner}.numIter`, expected: 'a number, since the length of the data is unknown' });
  state.maxEpochs = null;
  state.maxIters = total > steps ? steps + 1 : steps;
  return steps;
}

function readLoss(loss: unknown): MaybePromise<number> {
  if (typeof loss === 'number') return loss;
  if (isTensor(loss) && loss.size === 1 && loss.rank < 2) return readScalar(loss);
  throw new OptionError({
    owner: 'FastaiLRFinder.run.outputTransform',
    expected: 'a loss: a number, or a tensor of one element',
    got: loss,
    mend: 'Pick it from the output, for instance with outputTransform: ({ loss }) => loss.',
  });
}
