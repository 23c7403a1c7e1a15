import * as tf from '@tensorflow/tfjs-core';
import type { Step } from '../engine';
import { defineEvents } from '../engine';
import { DataError, ShapeError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, inTurn } from '../internal';
import type { NamedParameter, Optimizer } from '../optim';
import { disposeTensors, formatShape, mapTensors, readScalar, valueAndGradients } from '../tensor';
import type { PrepareBatch } from './batch';
import { splitBatch } from './batch';
import type { GradientUpdate, UpdatingEngine } from './gradient-update';
import type { LossFunction } from './options';
import { afterwards, checkScalar } from './training-step';

/** A model that hands a state on from one stretch of time to the next. */
export interface RecurrentModel<Hidden> {
  /**
   * The predictions for a stretch of time, and the state after it. Runs inside a `tf.tidy`.
   *
   * @param hidden the state after the stretch before; `undefined` at the beginning of a batch
   */
  forward(x: tf.Tensor, hidden: Hidden | undefined, options: { training: boolean }): readonly [yPred: tf.Tensor, hidden: Hidden];
  /** The variables that training changes. */
  parameters(): NamedParameter[];
}

/** The attribute of the state that counts chunks of time. */
export const TIME_COUNTER = 'timeIteration';

/**
 * Events around each chunk of time that a `createSupervisedTbpttTrainer` steps on, counted from 1 by `state.attributes.timeIteration`, over
 * all batches of a run.
 */
export const TbpttEvents = defineEvents({
  TIME_ITERATION_STARTED: { counter: TIME_COUNTER },
  TIME_ITERATION_COMPLETED: { counter: TIME_COUNTER },
});

interface TbpttParts<Hidden, Batch> {
  readonly model: RecurrentModel<Hidden>;
  readonly optimizer: Optimizer;
  readonly lossFn: LossFunction;
  readonly update: GradientUpdate;
  readonly tbpttStep: number;
  readonly dim: number;
  readonly prepareBatch: PrepareBatch<Batch, tf.Tensor, tf.Tensor> | undefined;
}

const MODE = Object.freeze({ training: true });

/** Makes a step of truncated backpropagation through time of parts that have been checked. */
export function tbpttStep<Hidden, Batch>(owner: string, parts: TbpttParts<Hidden, Batch>): Step<Batch, number> {
  const { prepareBatch } = parts;
  return (engine, batch) => {
    const prepared = prepareBatch === undefined ? (splitBatch(owner, batch) as readonly [tf.Tensor, tf.Tensor]) : prepareBatch(batch, MODE); // the batch's type says so
    return andThen(prepared, (pair) => {
      const pass = new Pass(owner, parts, pair);
      const eachChunk = (begin: number): MaybePromise<void> => {
        engine.state.increment(TIME_COUNTER);
        const started = engine.fireEvent(TbpttEvents.TIME_ITERATION_STARTED);
        return andThen(andThen(started, () => pass.descend(begin, engine)), (loss) => {
          engine.state.output = loss;
          return engine.fireEvent(TbpttEvents.TIME_ITERATION_COMPLETED);
        });
      };
      const whole = (): MaybePromise<number> => andThen(inTurn(pass.begins(), eachChunk), () => pass.meanLoss);
      return afterwards(whole, () => {
        pass.dispose();
        disposeTensors(pair, batch);
      });
    });
  };
}

/** The way through one batch: holds the hidden state, whose owner it is. */
class Pass<Hidden> {
  readonly #owner: string;
  readonly #parts: Omit<TbpttParts<Hidden, unknown>, 'prepareBatch'>;
  readonly #pair: readonly [x: tf.Tensor, y: tf.Tensor];
  #hidden: Hidden | undefined;
  #sum = 0;
  #count = 0;

  constructor(owner: string, parts: Omit<TbpttParts<Hidden, unknown>, 'prepareBatch'>, pair: readonly [x: tf.Tensor, y: tf.Tensor]) {
    this.#owner = owner;
    this.#parts = parts;
    this.#pair = pair;
  }

  get meanLoss(): number {
    return this.#sum / this.#count;
  }

  /** Where the chunks begin on the axis of time. */
  begins(): number[] {
    const { dim, tbpttStep: size } = this.#parts;
    const [x, y] = this.#pair;
    const owner = `${this.#owner}.batch`;
    for (const tensor of [x, y]) {
      if (dim < tensor.rank) continue;
      throw new ShapeError({ owner, expected: `tensors with an axis ${dim}, which is that of time`, got: tensor, mend: 'Set dim to the axis of time.' });
    }
    const length = x.shape[dim] ?? 0;
    if (y.shape[dim] !== length) {
      throw new ShapeError({ owner, expected: `y with the ${length} time steps of x on axis ${dim}`, got: y, mend: 'Give a target for each time step.' });
    }
    if (length === 0) throw new DataError({ owner, expected: 'at least one time step', got: formatShape(x.shape) });
    return Array.from({ length: Math.ceil(length / size) }, (_, index) => index * size);
  }

  /** Predicts, differentiates and steps on the chunk that begins there; gives its loss. */
  descend(begin: number, engine: UpdatingEngine): MaybePromise<number> {
    const before = this.#hidden;
    const loss = tf.tidy(() => this.#step(begin, engine));
    disposeTensors(before);
    return andThen(afterwards(() => readScalar(loss), () => loss.dispose()), (value) => {
      this.#sum += value;
      this.#count += 1;
      return value;
    });
  }

  dispose(): void {
    disposeTensors(this.#hidden);
    this.#hidden = undefined;
  }

  #step(begin: number, engine: UpdatingEngine): tf.Scalar {
    const { model, optimizer, lossFn, update } = this.#parts;
    const [x, y] = this.#pair.map((tensor) => this.#cut(tensor, begin)) as [tf.Tensor, tf.Tensor];
    const before = this.#hidden;
    let next: { hidden: Hidden } | undefined;
    try {
      const { value, gradients } = valueAndGradients(() => {
        const [yPred, hidden] = model.forward(x, before, MODE);
        // A copy outlives the differentiation, and is ours to dispose whatever the model handed out.
        next = { hidden: mapTensors(hidden, (tensor) => tf.keep(tf.clone(tensor))) };
        return checkScalar(this.#owner, lossFn(yPred, y));
      }, optimizer.parameters);
      update.take(gradients, engine);
      this.#hidden = (next as unknown as { hidden: Hidden }).hidden; // no gradients without a call of the model
      return value;
    } catch (error) {
      disposeTensors(next);
      throw error;
    }
  }

  #cut(tensor: tf.Tensor, begin: number): tf.Tensor {
    const { dim, tbpttStep: size } = this.#parts;
    const from = tensor.shape.map((_, axis) => (axis === dim ? begin : 0));
    return tf.slice(tensor, from, tensor.shape.map((length, axis) => (axis === dim ? Math.min(size, length - begin) : length)));
  }
}
