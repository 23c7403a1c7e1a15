import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor } from '../contracts';
import { OptionError, ShapeError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, inTurn, isHostTensor, isThenable } from '../internal';
import { isTensor } from '../tensor';
import { isMapping } from './result';

/** Which entries of an output with named entries a metric takes, in order. */
export interface OutputKeys {
  readonly required: readonly string[];
  /** Taken when they are there, behind the required ones. */
  readonly optional?: readonly string[];
}

/** The keys of `[yPred, y]`. */
export const predictionAndTarget: OutputKeys = { required: ['yPred', 'y'] };

/** What a metric does with an output with named entries: takes some of them, takes it whole, or takes none such (`null`). */
export type OutputTaking = OutputKeys | 'whole' | null;

/** Turns an output with named entries into the tuple of a metric's keys; leaves every other output as it is. */
export function pickKeys(owner: string, output: unknown, keys: OutputTaking): unknown {
  if (keys === 'whole' || !isMapping(output) || isHostTensor(output)) return output;
  if (keys === null) {
    throw new OptionError({ owner, expected: 'an output without named entries', got: output, mend: 'Pick one with outputTransform.' });
  }
  const missing = keys.required.find((key) => output[key] === undefined);
  if (missing !== undefined) {
    throw new OptionError({
      owner,
      expected: `an output with ${keys.required.join(', ')}`,
      got: Object.keys(output),
      mend: `Add ${missing}, or rename what is there with outputTransform.`,
    });
  }
  const optional = (keys.optional ?? []).filter((key) => output[key] !== undefined);
  return [...keys.required, ...optional].map((key) => output[key]);
}

/**
 * Updates once for each pair when the output is a pair of lists of tensors or numbers, with a batch dimension of 1 added; once otherwise.
 */
export function unroll(owner: string, output: unknown, update: (output: unknown) => MaybePromise<void>): MaybePromise<void> {
  if (!isListOfLists(output)) return update(output);
  const [predictions, targets] = output;
  if (output.length !== 2 || predictions === undefined || targets === undefined || predictions.length !== targets.length) {
    throw new ShapeError({
      owner,
      expected: 'two lists of the same length',
      got: output.map((list) => list.length),
      mend: 'Set skipUnrolling to have the lists passed on as they are.',
    });
  }
  return inTurn(predictions.keys(), (index) => updateWithOne(predictions[index], targets[index], update));
}

type Item = number | tf.Tensor;

function isListOfLists(output: unknown): output is Item[][] {
  return Array.isArray(output) && output.every((list) => Array.isArray(list) && list.every((item) => typeof item === 'number' || isTensor(item)));
}

function updateWithOne(prediction: Item | undefined, target: Item | undefined, update: (output: unknown) => MaybePromise<void>): MaybePromise<void> {
  const pair = [batchOfOne(prediction), batchOfOne(target)];
  const release = (): void => tf.dispose(pair.filter(isTensor));
  try {
    const pending = update(pair);
    if (!isThenable(pending)) {
      release();
      return;
    }
    return pending.finally(release);
  } catch (error) {
    release();
    throw error;
  }
}

function batchOfOne(item: Item | undefined): HostTensor | tf.Tensor {
  if (isTensor(item)) return tf.expandDims(item, 0);
  // Float64 holds any number; whether it is a class or a measurement the metric knows.
  return { dtype: 'float64', shape: [1], data: Float64Array.of(item ?? NaN) };
}

/** An output through a transform, which may be asynchronous. */
export function transformed(output: unknown, transform: ((output: unknown) => unknown) | undefined, next: (output: unknown) => MaybePromise<void>): MaybePromise<void> {
  return transform === undefined ? next(output) : andThen(transform(output), next);
}
