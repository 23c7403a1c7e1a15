import * as z from 'zod/mini';
import * as tf from '@tensorflow/tfjs-core';
import type { Logger } from '../contracts';
import type { AnyEngine, EngineEvent, RemovableEventHandle } from '../engine';
import { Events } from '../engine';
import { OptionError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, parseOptions } from '../internal';
import { isTensor, readArray, readScalar, readsAreCopies } from '../tensor';
import { functionSchema, loggerSchema } from './schemas';

const schema = z.strictObject({ outputTransform: z.optional(functionSchema), logger: z.optional(loggerSchema) });

/** Options of {@link TerminateOnNan}. */
export interface TerminateOnNanOptions {
  /** What to look at of the output. Default: all of it. */
  readonly outputTransform?: (output: unknown) => unknown;
  /** Is told when the engine is stopped. Default: the console. */
  readonly logger?: Logger;
}

/**
 * Ends the run when the output holds a number that is NaN or infinite, at whatever depth of lists and objects.
 *
 * Looks at numbers, tensors and typed arrays, and passes over texts and booleans.
 *
 * @throws OptionError when called on an output with anything else, such as `undefined`
 *
 * @example
 * ```ts
 * import { Engine, TerminateOnNan } from 'tfjs-ignite';
 *
 * const quiet = { info() {}, warn() {}, error() {} };
 * const trainer = new Engine((_, batch: number) => ({ loss: Math.log(batch) }));
 * new TerminateOnNan({ logger: quiet }).attach(trainer);
 * (await trainer.run([2, 1, 0, 1])).iteration; // => 3
 * ```
 */
export class TerminateOnNan {
  readonly #outputTransform: ((output: unknown) => unknown) | undefined;
  readonly #logger: Logger;

  constructor(options: TerminateOnNanOptions = {}) {
    const { logger = console } = parseOptions('TerminateOnNan', schema, options);
    this.#outputTransform = options.outputTransform;
    this.#logger = logger;
  }

  /** Looks at the engine's output. Returns a promise only on backends where reading a tensor takes one. */
  handle(engine: AnyEngine): MaybePromise<void> {
    const { output } = engine.state;
    const looked = this.#outputTransform === undefined ? output : this.#outputTransform(output);
    return andThen(isFinite(looked), (finite) => {
      if (finite) return;
      this.#logger.warn(`TerminateOnNan: the output of iteration ${engine.state.iteration} has a value that is NaN or infinite: stopping the run.`);
      engine.terminate();
    });
  }

  /** Looks at every output; `event` may be filtered to look less often. */
  attach(engine: AnyEngine, event: EngineEvent = Events.ITERATION_COMPLETED): RemovableEventHandle {
    return engine.on(event, this);
  }
}

function isFinite(value: unknown): MaybePromise<boolean> {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return true;
  if (isTensor(value)) return isTensorFinite(value);
  if (ArrayBuffer.isView(value)) return isArrayFinite(value);
  if (Array.isArray(value)) return areAllFinite(value);
  if (typeof value === 'object' && value !== null) return areAllFinite(Object.values(value));
  throw new OptionError({
    owner: 'TerminateOnNan.outputTransform',
    expected: 'numbers, tensors, texts, and lists and objects of them',
    got: value,
    mend: 'Give an outputTransform that picks the numbers.',
  });
}

/** All values are looked at, so that no promise is left behind and a wrong kind of value always shows. */
function areAllFinite(values: readonly unknown[]): MaybePromise<boolean> {
  const results = values.map(isFinite);
  const pending = results.filter((result) => typeof result !== 'boolean');
  const isSoFar = !results.includes(false);
  return pending.length === 0 ? isSoFar : Promise.all(pending).then((settled) => isSoFar && settled.every(Boolean));
}

function isTensorFinite(tensor: tf.Tensor): MaybePromise<boolean> {
  if (tensor.dtype !== 'float32' && tensor.dtype !== 'complex64') return true;
  if (readsAreCopies() || tensor.dtype === 'complex64') return andThen(readArray(tensor), isArrayFinite);
  // One number comes back from the device instead of all of them.
  const all = tf.tidy(() => tf.all(tf.isFinite(tensor)));
  const answer = readScalar(all);
  return andThen(answer, (result) => {
    all.dispose();
    return result !== 0;
  });
}

function isArrayFinite(array: ArrayBufferView): boolean {
  if (!(array instanceof Float32Array || array instanceof Float64Array)) return true;
  for (const value of array) if (!Number.isFinite(value)) return false;
  return true;
}
