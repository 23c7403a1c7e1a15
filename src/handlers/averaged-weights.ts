import * as tf from '@tensorflow/tfjs-core';
import type { StateDict } from '../contracts';
import { ShapeError, StateError } from '../errors';
import type { Model, NamedParameter } from '../optim';
import { buffersOf, variablesState, weightsOf } from '../optim';
import { sameShape } from '../tensor';

/** What becomes of a model's buffers: they are copied, averaged like parameters, or left to whoever runs the averaged model. */
export type BufferRule = 'copy' | 'update' | 'ema_train';

/** A weight of the model, and its average. */
interface Pair extends NamedParameter {
  readonly average: tf.Variable;
  readonly follow: 'average' | 'copy' | 'stay';
}

/**
 * Running averages of all weights of a model, which may change places with the weights.
 *
 * The averages are this object's until `dispose`. Only float32 is averaged, other element types are copied.
 */
export class AveragedWeights {
  /** The averages by name, as something that can be saved; read while they are in the model they are found there. */
  readonly state: StateDict;
  readonly #owner: string;
  readonly #pairs: readonly Pair[];
  #isInModel = false;

  constructor(owner: string, model: Model, buffers: BufferRule) {
    this.#owner = owner;
    const buffered = new Set(buffersOf(model).map(({ variable }) => variable));
    this.#pairs = weightsOf(model).map(({ name, variable }) => {
      const rule = buffered.has(variable) ? buffers : 'update';
      const follow = rule === 'ema_train' ? 'stay' : rule === 'update' && variable.dtype === 'float32' ? 'average' : 'copy';
      return { name, variable, average: tf.variable(variable, false), follow };
    });
    this.state = variablesState(owner, () => this.#named());
  }

  /** `average = (1 - momentum) * average + momentum * weight`. */
  update(momentum: number): void {
    this.refuseInModel('update');
    tf.tidy(() => {
      const past = tf.scalar(1 - momentum);
      const present = tf.scalar(momentum);
      for (const { variable, average, follow } of this.#pairs) {
        if (follow === 'average') average.assign(tf.add(tf.mul(average, past), tf.mul(variable, present)));
        // Variables are never written in place, so that what is shared stays as it is when the model goes on.
        else if (follow === 'copy') average.assign(variable);
      }
    });
  }

  /** Puts the averages into the model, or, when they are there, the model's own weights back. Values are moved, not computed. */
  swap(): void {
    tf.tidy(() => {
      for (const { variable, average } of this.#pairs) {
        const held = tf.clone(variable);
        variable.assign(average);
        average.assign(held);
      }
    });
    this.#isInModel = !this.#isInModel;
  }

  /** Writes the averages into the weights of the same names of a model. */
  copyTo(model: Model): void {
    this.refuseInModel('copyTo');
    const targets = new Map(weightsOf(model).map(({ name, variable }) => [name, variable]));
    const copies = this.#pairs.map(({ name, average }) => {
      const target = targets.get(name);
      if (target !== undefined && target.dtype === average.dtype && sameShape(target.shape, average.shape)) return { target, average };
      throw new ShapeError({ owner: `${this.#owner}.copyTo`, expected: `a model with a weight ${name} of shape [${average.shape.join(', ')}] and dtype ${average.dtype}`, got: target });
    });
    for (const { target, average } of copies) target.assign(average);
  }

  /** For what would mistake the model's weights for the averages. */
  refuseInModel(method: string): void {
    if (!this.#isInModel) return;
    throw new StateError({ owner: `${this.#owner}.${method}`, expected: 'to be called outside of withAveragedWeights, inside of which the model holds the averages', mend: 'Await what runs there first.' });
  }

  dispose(): void {
    this.refuseInModel('dispose');
    for (const { average } of this.#pairs) if (!average.isDisposed) average.dispose();
  }

  #named(): NamedParameter[] {
    return this.#pairs.map(({ name, variable, average }) => ({ name, variable: this.#isInModel ? variable : average }));
  }
}
