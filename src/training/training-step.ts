import * as tf from '@tensorflow/tfjs-core';
import type { Step } from '../engine';
import { OptionError, ShapeError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, isThenable } from '../internal';
import type { Model, NamedParameter, Optimizer } from '../optim';
import { weightsOf } from '../optim';
import { disposeTensors, mapTensors, readScalar, tensorsIn, valueAndGradients } from '../tensor';
import { splitBatch } from './batch';
import { defaultModelFunction } from './forward';
import type { GradientUpdate, UpdatingEngine } from './gradient-update';
import type { LossFunction, TrainingStepOptions } from './options';

const MODE = Object.freeze({ training: true });

/** Makes a training step of parts that have been checked. */
export function trainingStep<Batch, X, Y, Raw, YPred, Output>(
  owner: string,
  parts: { model: Model; optimizer: Optimizer; lossFn: LossFunction<YPred, Y>; update: GradientUpdate; steps: number },
  options: TrainingStepOptions<Batch, X, Y, Raw, YPred, Output>,
): Step<Batch, Output> {
  const { model, optimizer, lossFn, update, steps } = parts;
  const { prepareBatch, modelTransform, outputTransform } = options;
  // Without a function of the caller's the types are the defaults, which these are for.
  const modelFn = options.modelFn ?? (defaultModelFunction(owner, model) as NonNullable<typeof options.modelFn>);
  checkShared(owner, weightsOf(model), optimizer);

  const predict = (x: X): YPred => {
    const raw = modelFn(model, x, MODE);
    return modelTransform === undefined ? (raw as unknown as YPred) : modelTransform(raw);
  };
  const lossOf = (yPred: YPred, y: Y): tf.Scalar => {
    const loss = checkScalar(owner, lossFn(yPred, y));
    return steps === 1 ? loss : tf.div<tf.Scalar>(loss, steps);
  };
  /** Steps, and gives the loss before it was divided. Runs inside a `tf.tidy`. */
  const descend = (engine: UpdatingEngine, f: () => tf.Scalar): tf.Scalar => {
    const { value, gradients } = valueAndGradients(f, optimizer.parameters);
    update.take(gradients, engine);
    return steps === 1 ? value : tf.mul<tf.Scalar>(value, steps);
  };

  const toLoss = (engine: UpdatingEngine, x: X, y: Y): MaybePromise<Output> => {
    const loss = tf.tidy(() => descend(engine, () => lossOf(predict(x), y)));
    return andThen(readScalar(loss), (value) => {
      loss.dispose();
      return value as Output; // without an outputTransform the output is a number
    });
  };
  const toOutput = (engine: UpdatingEngine, x: X, y: Y, transform: NonNullable<typeof outputTransform>): Output => {
    let kept: { yPred: YPred } | undefined;
    let output: { value: Output } | undefined;
    try {
      tf.tidy(() => {
        const loss = descend(engine, () => {
          const yPred = predict(x);
          // A copy outlives the differentiation, and is ours to dispose whatever the model handed out.
          kept = { yPred: mapTensors(yPred, (tensor) => tf.keep(tf.clone(tensor))) };
          return lossOf(yPred, y);
        });
        output = { value: transform({ x, y, yPred: (kept as { yPred: YPred }).yPred, loss }) };
        return tensorsIn(checkSync(owner, output.value));
      });
    } finally {
      disposeTensors(kept, output);
    }
    return (output as { value: Output }).value; // no output without an error
  };
  const run = (engine: UpdatingEngine, x: X, y: Y): MaybePromise<Output> =>
    outputTransform === undefined ? toLoss(engine, x, y) : toOutput(engine, x, y, outputTransform);

  if (prepareBatch === undefined) {
    return (engine, batch) => {
      const [x, y] = splitBatch(owner, batch) as [X, Y]; // the batch's type says so
      return run(engine, x, y);
    };
  }
  return (engine, batch) =>
    andThen(prepareBatch(batch, MODE), (pair) => afterwards(() => run(engine, pair[0], pair[1]), (output) => disposeTensors(pair, [batch, output])));
}

/** Cleans up after a value is there, or failed to be; `clean` gets undefined then. */
export function afterwards<T>(make: () => MaybePromise<T>, clean: (value: T | undefined) => void): MaybePromise<T> {
  let value: MaybePromise<T>;
  try {
    value = make();
  } catch (error) {
    clean(undefined);
    throw error;
  }
  if (!isThenable(value)) {
    clean(value);
    return value;
  }
  return value.then(
    (made) => {
      clean(made);
      return made;
    },
    (error: unknown) => {
      clean(undefined);
      throw error;
    },
  );
}

/** Refuses an output that comes later: its tensors could not be told from those to dispose. */
export function checkSync<T>(owner: string, output: T): T {
  if (!isThenable(output)) return output;
  throw new OptionError({
    owner: `${owner}.outputTransform`,
    expected: 'an output, not a promise',
    mend: 'Return tensors, and read them in a handler of ITERATION_COMPLETED.',
  });
}

/** Refuses a loss that is no scalar. */
export function checkScalar(owner: string, loss: tf.Tensor): tf.Scalar {
  if (loss.rank === 0) return loss as tf.Scalar;
  throw new ShapeError({ owner: `${owner}.lossFn`, expected: 'a scalar tensor', got: loss, mend: "Use the loss's reduction 'mean' or 'sum'." });
}

/** Refuses an optimizer that has none of a model's variables. */
export function checkShared(owner: string, weights: readonly NamedParameter[], optimizer: Optimizer): void {
  const ours = new Set(weights.map((weight) => weight.variable));
  if (optimizer.parameters.some((parameter) => ours.has(parameter.variable))) return;
  throw new OptionError({ owner: `${owner}.optimizer`, expected: "an optimizer of this model's parameters", mend: 'Make it from the model, for instance new optim.Adam(model).' });
}
