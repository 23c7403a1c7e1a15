import * as z from 'zod/mini';
import type { Logger, StateDict, StateTree } from '../contracts';
import type { AnyEngine, RemovableEventHandle } from '../engine';
import { EngineEvent, EventList, Events } from '../engine';
import { CheckpointError, OptionError } from '../errors';
import { isHostTensor, isThenable, parseOptions } from '../internal';
import type { Model } from '../optim';
import { isModel } from '../optim';
import type { BufferRule } from './averaged-weights';
import { AveragedWeights } from './averaged-weights';
import { loggerSchema } from './schemas';

const share = z.number().check(z.minimum(0), z.maximum(1));

const schema = z.strictObject({
  model: z.custom<Model>(isModel, 'a tf.LayersModel, or an object with forward, parameters and buffers'),
  momentum: z._default(z.number().check(z.gt(0), z.lt(1)), 0.0002),
  momentumWarmup: z.optional(share),
  warmupIters: z.optional(z.int().check(z.minimum(1))),
  handleBuffers: z._default(z.enum(['copy', 'update', 'ema_train']), 'copy'),
  logger: z.optional(loggerSchema),
});

/** Options of {@link EMAHandler}. */
export interface EMAHandlerOptions {
  /** The model that is trained. */
  readonly model: Model;
  /** What each update takes of the model's weights; above 0 and below 1. @default 0.0002 */
  readonly momentum?: number;
  /** The momentum of the first update, from 0 to 1; comes with `warmupIters`. Default: no warm-up. */
  readonly momentumWarmup?: number;
  /** Over how many updates the momentum goes in a line from `momentumWarmup` to `momentum`; at least 1. */
  readonly warmupIters?: number;
  /**
   * The averages of buffers, such as BatchNorm's running statistics: `copy` takes the model's, `update` averages them, `ema_train` leaves
   * them alone. @default 'copy'
   */
  readonly handleBuffers?: BufferRule;
  /** Is warned by `attach`. Default: the console. */
  readonly logger?: Logger;
}

const attachmentSchema = z.strictObject({
  name: z._default(z.string().check(z.minLength(1)), 'emaMomentum'),
  warnIfExists: z._default(z.boolean(), true),
  event: z.optional(z.custom<EngineEvent | EventList>((value) => value instanceof EngineEvent || value instanceof EventList, 'a value of Events')),
});

/** How an {@link EMAHandler} is attached. */
export interface EMAAttachment {
  /** Key of `state.attributes` for the momentum. @default 'emaMomentum' */
  readonly name?: string;
  /** Whether to warn when there is such an attribute already, which is kept. @default true */
  readonly warnIfExists?: boolean;
  /** When the averages are updated. Default: ITERATION_COMPLETED. */
  readonly event?: EngineEvent | EventList;
}

/**
 * Keeps an exponential moving average of a model's weights: `ema = (1 - momentum) * ema + momentum * weight`, from the weights at construction on.
 *
 * The momentum is read from `state.attributes` at each update, where a handler may change it; the warm-up writes it there. All parameters are
 * averaged, frozen ones too. The averages are the handler's: `dispose` frees them, a checkpoint saves them by name.
 *
 * `handleBuffers: 'ema_train'` is for averages with statistics of their own. Here the mode is passed with each call, so nothing is switched on:
 * run the model with `training: true` inside {@link withAveragedWeights}, and what that makes of the buffers is kept.
 *
 * @throws OptionError
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { EMAHandler, Engine } from 'tfjs-ignite';
 *
 * const w = tf.variable(tf.scalar(0));
 * const model = { forward: (x: tf.Tensor) => tf.mul(x, w), parameters: () => [{ name: 'w', variable: w }], buffers: () => [] };
 * const trainer = new Engine((_, batch: number) => w.assign(tf.scalar(batch)));
 * const ema = new EMAHandler({ model, momentum: 0.5 });
 * ema.attach(trainer);
 * await trainer.run([4, 8]);
 * ema.withAveragedWeights(() => w.dataSync()[0]); // => 5
 * w.dataSync()[0]; // => 8
 * ```
 */
export class EMAHandler implements StateDict {
  readonly #averages: AveragedWeights;
  readonly #options: z.output<typeof schema>;
  /** Momentum of update 1, 2, …; absent without warm-up. */
  readonly #warmup: ((update: number) => number) | undefined;
  #updates = 0;

  constructor(options: EMAHandlerOptions) {
    this.#options = parseOptions('EMAHandler', schema, options);
    const { model, handleBuffers } = this.#options;
    this.#warmup = warmup(this.#options);
    this.#averages = new AveragedWeights('EMAHandler', model, handleBuffers);
  }

  /** Updates the averages with the momentum that `state.attributes` has under `name`. */
  handle({ state }: AnyEngine, name = 'emaMomentum'): void {
    const { attributes } = state;
    const momentum = this.#warmup === undefined ? (attributes[name] ?? this.#options.momentum) : this.#warmup(this.#updates + 1);
    if (typeof momentum !== 'number' || !(momentum >= 0 && momentum <= 1)) {
      throw new OptionError({ owner: `EMAHandler: state.attributes.${name}`, expected: 'a momentum from 0 to 1', got: momentum, mend: 'Give each handler a name of its own.' });
    }
    this.#averages.update(momentum);
    this.#updates += 1;
    attributes[name] = momentum;
  }

  /**
   * Updates the averages at an event.
   *
   * An attribute that is there already is taken for the momentum of a resumed run and kept. Where your own handler writes it, add its name to
   * `engine.stateDictUserKeys`, so that a checkpoint of the engine has it.
   */
  attach(engine: AnyEngine, attachment: EMAAttachment = {}): RemovableEventHandle {
    const { name, warnIfExists, event = Events.ITERATION_COMPLETED } = parseOptions('EMAHandler.attach', attachmentSchema, attachment);
    const { attributes } = engine.state;
    if (attributes[name] === undefined) attributes[name] = this.#options.momentum;
    else if (warnIfExists) {
      (this.#options.logger ?? console).warn(
        `EMAHandler.attach: state.attributes.${name} is there already and is kept. Set warnIfExists to false where the engine was resumed, and another name where it is another handler's.`,
      );
    }
    return engine.on(event, () => this.handle(engine, name));
  }

  /**
   * Calls `use` with the averages in the model, for instance to evaluate it, and puts the model's own weights back: when `use` returns, when its
   * promise settles, and when it throws.
   *
   * Values only change places, so both come out as they went in; what `use` itself changes of the weights is changed in the averages. A checkpoint of the model
   * that is written meanwhile holds the averages.
   *
   * @returns what `use` returns
   * @throws StateError when the averages are in the model already; updates and `copyTo` are refused meanwhile too
   */
  withAveragedWeights<T>(use: () => T): T {
    this.#averages.refuseInModel('withAveragedWeights');
    this.#averages.swap();
    let result: T;
    try {
      result = use();
    } catch (error) {
      this.#averages.swap();
      throw error;
    }
    if (isThenable(result)) {
      // A promise of the same value, which stands in for the one that came.
      return Promise.resolve(result).finally(() => this.#averages.swap()) as T;
    }
    this.#averages.swap();
    return result;
  }

  /**
   * Writes the averages into a model: another one of the same weights, or the trained one, for good.
   *
   * @throws ShapeError when a weight is missing or of another shape; the model is then as it was
   */
  copyTo(model: Model): void {
    this.#averages.copyTo(model);
  }

  /** The averages by name, and how far the warm-up is. */
  async stateDict(): Promise<StateTree> {
    const updates = this.#updates;
    return { updates, weights: await this.#averages.state.stateDict() };
  }

  /** @throws CheckpointError when the state is not of this model's weights; StateError inside of `withAveragedWeights` */
  async loadStateDict({ updates, weights }: StateTree): Promise<void> {
    const owner = 'EMAHandler.loadStateDict';
    this.#averages.refuseInModel('loadStateDict');
    if (typeof updates !== 'number' || !Number.isSafeInteger(updates) || updates < 0) throw new CheckpointError({ owner, expected: 'a count of updates', got: updates });
    if (typeof weights !== 'object' || weights === null || Array.isArray(weights) || isHostTensor(weights)) throw new CheckpointError({ owner, expected: 'weights by name', got: weights });
    await this.#averages.state.loadStateDict(weights as StateTree); // no array and no tensor, so a tree
    this.#updates = updates;
  }

  /** Frees the averages; the model's weights stay. */
  dispose(): void {
    this.#averages.dispose();
  }
}

function warmup({ momentum, momentumWarmup, warmupIters }: z.output<typeof schema>): ((update: number) => number) | undefined {
  if (momentumWarmup === undefined && warmupIters === undefined) return undefined;
  if (momentumWarmup === undefined || warmupIters === undefined) {
    const [has, lacks] = warmupIters === undefined ? ['momentumWarmup', 'warmupIters'] : ['warmupIters', 'momentumWarmup'];
    throw new OptionError({ owner: `EMAHandler.${lacks}`, expected: `a number beside ${has}`, got: undefined });
  }
  const steps = Math.max(1, warmupIters - 1);
  const limit = momentum >= momentumWarmup ? Math.min : Math.max;
  return (update) => limit(momentum, momentumWarmup + ((momentum - momentumWarmup) * (update - 1)) / steps);
}
