import * as z from 'zod/mini';
import type { StateValue } from '../contracts';
import type { AnyEngine } from '../engine';
import { Events, RemovableEventHandle } from '../engine';
import { OptionError } from '../errors';
import { parseOptions } from '../internal';
import { tensorsIn } from '../tensor';
import { functionSchema } from './schemas';

const schema = z.strictObject({ outputTransform: z.optional(functionSchema) });

/** Options of {@link EpochOutputStore}. */
export interface EpochOutputStoreOptions<Output, Stored> {
  /** What is kept of an output; must not be or hold a tensor, which dies with the next iteration. Default: all of it. */
  readonly outputTransform?: (output: Output) => Stored;
}

/**
 * Keeps the outputs of an epoch, so that they can be looked at when it has ended.
 *
 * @typeParam Output what the step returns
 * @typeParam Stored what is kept of it
 * @throws OptionError when called on an output that holds a tensor
 *
 * @example
 * ```ts
 * import { Engine, EpochOutputStore } from 'tfjs-ignite';
 *
 * const engine = new Engine((_, batch: number) => ({ loss: batch / 2 }));
 * const losses = new EpochOutputStore({ outputTransform: ({ loss }: { loss: number }) => loss });
 * losses.attach(engine);
 * await engine.run([1, 2, 3], { maxEpochs: 2 });
 * losses.data; // => [ 0.5, 1, 1.5 ]
 * ```
 */
export class EpochOutputStore<Output = unknown, Stored = Output> {
  readonly #outputTransform: ((output: Output) => Stored) | undefined;
  #data: Stored[] = [];

  constructor(options: EpochOutputStoreOptions<Output, Stored> = {}) {
    parseOptions('EpochOutputStore', schema, options);
    this.#outputTransform = options.outputTransform;
  }

  /** What was kept since the epoch began, in order. */
  get data(): readonly Stored[] {
    return this.#data;
  }

  /** Forgets what was kept; the list handed out before stays as it is. */
  reset(): void {
    this.#data = [];
  }

  /** Keeps the engine's output. */
  handle(engine: AnyEngine): void {
    const output = engine.state.output as Output; // the engine's own type is erased here
    const stored = this.#outputTransform === undefined ? (output as unknown as Stored) : this.#outputTransform(output); // without a transform both are one type
    if (tensorsIn(stored).length > 0) {
      throw new OptionError({ owner: 'EpochOutputStore.outputTransform', expected: 'an output without tensors, which the next iteration disposes', got: stored, mend: 'Read what you need into numbers.' });
    }
    this.#data.push(stored);
  }

  /**
   * Keeps every output, from the start of an epoch on.
   *
   * @param name key of `state.attributes` where the list is put at the end of each epoch
   */
  attach(engine: AnyEngine, name?: string): RemovableEventHandle {
    const handles = [engine.on(Events.EPOCH_STARTED, () => this.reset()), engine.on(Events.ITERATION_COMPLETED, this)];
    if (name !== undefined) {
      handles.push(
        engine.on(Events.EPOCH_COMPLETED, ({ state }) => {
          // Attributes are saved only under names that the user lists, and are checked then.
          state.attributes[name] = this.#data as readonly unknown[] as readonly StateValue[];
        }),
      );
    }
    return new RemovableEventHandle(() => handles.forEach((handle) => handle.remove()));
  }
}
