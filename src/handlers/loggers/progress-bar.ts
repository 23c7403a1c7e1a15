import * as z from 'zod/mini';
import type { Clock } from '../../contracts';
import type { AnyEngine } from '../../engine';
import { EngineEvent, Events, RemovableEventHandle } from '../../engine';
import { OptionError } from '../../errors';
import { hasMethods, parseOptions } from '../../internal';
import { functionSchema } from '../schemas';
import { lineProgress } from './line-progress';
import { missingMetric } from './missing-metric';
import { formatPostfix } from './postfix';
import type { ProgressDisplay, ProgressFrame } from './progress-display';

const schema = z.strictObject({
  display: z.optional(z.custom<ProgressDisplay>((value) => hasMethods(value, 'show', 'close', 'message'), 'a display, such as lineProgress(sink)')),
  persist: z._default(z.boolean(), false),
  description: z.optional(z.string()),
  clock: z.optional(z.custom<Clock>((value) => hasMethods(value, 'now'), 'a clock with now()')),
});

/** Options of {@link ProgressBar}. */
export interface ProgressBarOptions {
  /** Where it is shown. Default: lines on the console. */
  readonly display?: ProgressDisplay;
  /** Whether a closed bar stays on a terminal. @default false */
  readonly persist?: boolean;
  /** What stands before the numbers. Default: `Epoch`, and `Iteration` in a run of one epoch. */
  readonly description?: string;
  /** Measures the time. Default: `performance`. */
  readonly clock?: Clock;
}

const attachmentSchema = z.strictObject({
  metricNames: z.optional(z.union([z.literal('all'), z.array(z.string())])),
  outputTransform: z.optional(functionSchema),
  stateAttributes: z.optional(z.array(z.string())),
  event: z.optional(z.instanceof(EngineEvent, { error: 'a value of Events' })),
  closingEvent: z.optional(z.instanceof(EngineEvent, { error: 'a value of Events' })),
});

/** What a {@link ProgressBar} shows, and when. */
export interface ProgressBarAttachment {
  /** Metrics of the engine. */
  readonly metricNames?: 'all' | readonly string[];
  /** What to show of the output: a number, a text, or several by name. */
  readonly outputTransform?: (output: unknown) => unknown;
  /** Keys of `state.attributes`. */
  readonly stateAttributes?: readonly string[];
  /** Moves the bar on; may be filtered. Default: ITERATION_COMPLETED. */
  readonly event?: EngineEvent;
  /** Closes the bar; later than `event` and without a filter. Default: EPOCH_COMPLETED. */
  readonly closingEvent?: EngineEvent;
}

/** The events that a bar can follow, in their order. */
const ORDER: readonly string[] = ['STARTED', 'EPOCH_STARTED', 'ITERATION_STARTED', 'ITERATION_COMPLETED', 'EPOCH_COMPLETED', 'COMPLETED'];

/**
 * Shows how far an epoch or a run is, with metrics and outputs.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Engine, ProgressBar, lineProgress } from 'tfjs-ignite';
 *
 * const lines: string[] = [];
 * const display = lineProgress({ write: (text) => lines.push(text) });
 * const trainer = new Engine((_, batch: number) => batch / 4);
 * new ProgressBar({ display, clock: { now: () => 0 } }).attach(trainer, { outputTransform: (loss) => ({ loss }) });
 * await trainer.run([1, 2], { maxEpochs: 2 });
 * lines[1]; // => 'Epoch [2/2] [2/2] 100% loss=0.5 [00:00<00:00]\n'
 * ```
 */
export class ProgressBar {
  readonly #display: ProgressDisplay;
  readonly #persist: boolean;
  readonly #description: string | undefined;
  readonly #clock: Clock;
  #openedAt: number | undefined;
  #frame: ProgressFrame | undefined;

  constructor(options: ProgressBarOptions = {}) {
    const { display, persist, description, clock } = parseOptions('ProgressBar', schema, options);
    this.#display = display ?? lineProgress({ write: (text) => console.info(text.trimEnd()) });
    this.#persist = persist;
    this.#description = description;
    this.#clock = clock ?? { now: () => performance.now() };
  }

  /** Moves the bar on by what the engine says, as at ITERATION_COMPLETED. */
  handle(engine: AnyEngine): void {
    this.#update(engine, Events.ITERATION_COMPLETED, {});
  }

  /** Shows the bar at `event` and closes it at `closingEvent`. One `remove()` ends both. */
  attach(engine: AnyEngine, attachment: ProgressBarAttachment = {}): RemovableEventHandle {
    parseOptions('ProgressBar.attach', attachmentSchema, attachment);
    const { event = Events.ITERATION_COMPLETED, closingEvent = Events.EPOCH_COMPLETED } = attachment;
    checkOrder(event, closingEvent);
    const handles = [
      engine.on(event, () => this.#update(engine, event, attachment)),
      engine.on(closingEvent, () => {
        checkMetrics(engine, attachment);
        this.close();
      }),
      // A run that is stopped or breaks off in mid-epoch never comes to the closing event.
      engine.on(Events.TERMINATE, () => this.close()),
      engine.on(Events.INTERRUPT, () => this.close()),
      engine.on(Events.EXCEPTION_RAISED, () => this.close()),
    ];
    return new RemovableEventHandle(() => handles.forEach((handle) => handle.remove()));
  }

  /** Writes a line without hurting the bar. */
  logMessage(text: string): void {
    this.#display.message(text);
  }

  /** Closes the bar, if it is open. */
  close(): void {
    if (this.#frame !== undefined) this.#display.close({ ...this.#frame, elapsed: this.#elapsed() }, this.#persist);
    this.#frame = this.#openedAt = undefined;
  }

  #update(engine: AnyEngine, event: EngineEvent, attachment: ProgressBarAttachment): void {
    const { state } = engine;
    const counts = event.name.startsWith('ITERATION') ? 'iteration' : event.name.startsWith('EPOCH') ? 'epoch' : undefined;
    const total = counts === 'iteration' ? state.epochLength : counts === 'epoch' ? state.maxEpochs : 1;
    const step = counts === undefined ? 1 : state[counts];
    const isOne = state.maxEpochs === 1;
    const name = this.#description ?? (isOne ? 'Iteration' : 'Epoch');
    this.#frame = {
      description: isOne || counts === undefined ? name : `${name} [${state.epoch}${state.maxEpochs === null ? '' : `/${state.maxEpochs}`}]`,
      value: total === null || total === 0 || step === 0 ? step : ((step - 1) % total) + 1,
      total,
      postfix: formatPostfix(state, attachment),
      elapsed: this.#elapsed(),
    };
    this.#display.show(this.#frame);
  }

  #elapsed(): number {
    const now = this.#clock.now();
    this.#openedAt ??= now;
    return (now - this.#openedAt) / 1000;
  }
}

function checkOrder(event: EngineEvent, closingEvent: EngineEvent): void {
  const owner = 'ProgressBar.attach.closingEvent';
  if (!ORDER.includes(event.name)) throw new OptionError({ owner: 'ProgressBar.attach.event', expected: `one of ${ORDER.join(', ')}`, got: event.name });
  if (closingEvent.filter !== undefined) throw new OptionError({ owner, expected: 'an event without a filter', got: String(closingEvent) });
  if (ORDER.indexOf(closingEvent.name) <= ORDER.indexOf(event.name)) throw new OptionError({ owner, expected: `an event after ${event.name}`, got: closingEvent.name });
}

/** Until an epoch has ended a metric may well be missing; after it, it is misspelt. */
function checkMetrics({ state }: AnyEngine, { metricNames }: ProgressBarAttachment): void {
  if (metricNames === undefined || metricNames === 'all') return;
  const missing = metricNames.find((name) => !Object.hasOwn(state.metrics, name));
  if (missing !== undefined) throw missingMetric('ProgressBar.attach.metricNames', state, missing, 'bar');
}
