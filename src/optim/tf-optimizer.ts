import type * as tf from '@tensorflow/tfjs-core';
import type { StateTree } from '../contracts';
import { CheckpointError, OptionError, StateError } from '../errors';
import type { Model, NamedParameter } from './model';
import { Optimizer } from './optimizer';
import type { ParameterGroup } from './parameter-group';
import { isModel } from './model';
import { parametersOf } from './parameters';
import { readTfState, prepareTfState } from './tf-optimizer-state';

/** What the TypeScript declarations of TensorFlow.js hide and its optimizers have. */
interface RateHolder {
  learningRate: number;
  setLearningRate?(rate: number): void;
}

/**
 * A TensorFlow.js optimizer behind this library's interface; made by `fromTf`, or by the factories from a `tf.Optimizer`.
 *
 * It keeps from TensorFlow.js what goes wrong there: slots are by position, so a step with another list of parameters than the
 * first is refused; a learning rate written to SGD or Momentum has no effect, so `paramGroups[0].lr` sets it the way that works.
 */
export class TfOptimizer extends Optimizer {
  /** The TensorFlow.js optimizer; `dispose` disposes it. */
  readonly wrapped: tf.Optimizer;
  readonly #owner: string;
  readonly #group: ParameterGroup;
  #rate: number;
  #order: readonly string[] | undefined;

  constructor(wrapped: tf.Optimizer, params: readonly NamedParameter[]) {
    const owner = `tf.${wrapped.getClassName()}`;
    const rate = rateOf(wrapped).learningRate;
    if (typeof rate !== 'number') throw new OptionError({ owner, expected: 'an optimizer with a learningRate', got: rate });
    const group = { params, lr: rate };
    super(owner, [group]);
    this.wrapped = wrapped;
    this.#owner = owner;
    this.#group = group;
    this.#rate = rate;
  }

  async stateDict(): Promise<StateTree> {
    const accumulated = this.accumulated.count > 0 ? { accumulated: await this.accumulated.stateDict() } : {};
    return { lr: this.#group.lr, ...(await readTfState(this.#owner, this.wrapped, this.#order ?? [])), ...accumulated };
  }

  async loadStateDict(state: StateTree): Promise<void> {
    const owner = `${this.#owner}.loadStateDict`;
    const { lr, accumulated } = state;
    if (typeof lr !== 'number') throw new CheckpointError({ owner: `${owner}.lr`, expected: 'a number', got: lr });
    const { order, restore } = prepareTfState(owner, this.wrapped, state, this.byName);
    const restoreSums = accumulated === undefined ? undefined : this.accumulated.prepareLoad(`${owner}.accumulated`, accumulated, this.byName);
    await restore();
    this.accumulated.clear();
    restoreSums?.();
    this.#order = order.length > 0 ? order : undefined;
    this.#group.lr = lr;
  }

  protected override apply(gradients: ReadonlyMap<string, tf.Tensor>): void {
    this.#syncRate();
    const entries: { name: string; tensor: tf.Tensor }[] = [];
    const order: string[] = [];
    for (const { name, variable } of this.parameters) {
      const tensor = gradients.get(name);
      if (tensor === undefined) continue;
      order.push(name);
      entries.push({ name: variable.name, tensor });
    }
    this.#checkOrder(order);
    this.wrapped.applyGradients(entries);
  }

  protected override release(): void {
    // Momentum's own dispose forgets the rate that it inherits from SGD.
    const { c } = this.wrapped as unknown as { c?: tf.Tensor };
    this.wrapped.dispose();
    if (c?.isDisposed === false) c.dispose();
  }

  #syncRate(): void {
    const holder = rateOf(this.wrapped);
    if (holder.learningRate !== this.#rate) {
      throw new StateError({
        owner: `${this.#owner}.learningRate`,
        expected: `${this.#rate}, as paramGroups[0].lr set it`,
        got: holder.learningRate,
        mend: 'Write paramGroups[0].lr of the optimizer instead; TensorFlow.js ignores this property on some optimizers.',
      });
    }
    if (this.#group.lr === this.#rate) return;
    this.#rate = this.#group.lr;
    if (typeof holder.setLearningRate === 'function') holder.setLearningRate(this.#rate);
    else holder.learningRate = this.#rate;
  }

  #checkOrder(order: readonly string[]): void {
    const before = (this.#order ??= order);
    if (before.length === order.length && before.every((name, index) => name === order[index])) return;
    throw new StateError({
      owner: this.#owner,
      expected: `gradients of the same ${before.length} parameters at every step`,
      got: order,
      mend: 'TensorFlow.js would give one parameter the momentum of another. After freezing or unfreezing make a new optimizer, or use one of optim, which remember by name.',
    });
  }
}

/**
 * Puts a TensorFlow.js optimizer behind this library's interface.
 *
 * @param optimizer any `tf.Optimizer`; the adapter owns it from here on
 * @param params a model (its trainable parameters) or parameters
 * @throws OptionError when it is no TensorFlow.js optimizer, or there is nothing to train
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { optim } from 'tfjs-ignite';
 *
 * const w = tf.variable(tf.scalar(1));
 * const optimizer = optim.fromTf(tf.train.sgd(0.25), [{ name: 'w', variable: w }]);
 * for (const group of optimizer.paramGroups) group.lr = 0.5;
 * optimizer.step(new Map([['w', tf.scalar(1)]]));
 * w.dataSync()[0]; // => 0.5
 * ```
 */
export function fromTf(optimizer: tf.Optimizer, params: Model | Iterable<NamedParameter>): TfOptimizer {
  if (!isTfOptimizer(optimizer)) throw new OptionError({ owner: 'fromTf', expected: 'a tf.Optimizer', got: optimizer });
  const parameters = isModel(params) ? parametersOf(params) : [...params];
  if (parameters.length === 0) throw new OptionError({ owner: 'fromTf', expected: 'at least one trainable parameter', got: parameters });
  return new TfOptimizer(optimizer, parameters);
}

/** Whether a value has the shape of a TensorFlow.js optimizer. */
export function isTfOptimizer(value: unknown): value is tf.Optimizer {
  return typeof value === 'object' && value !== null && 'applyGradients' in value && 'getWeights' in value && 'getClassName' in value;
}

function rateOf(optimizer: tf.Optimizer): RateHolder {
  return optimizer as unknown as RateHolder; // every optimizer has the field; its type declares it protected or not at all
}
