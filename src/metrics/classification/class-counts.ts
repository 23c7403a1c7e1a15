import * as tf from '@tensorflow/tfjs-core';
import type { ShapeError } from '../../errors';
import type { Doubles } from '../accumulators';
import type { ClassInputs } from './class-inputs';
import { forbidden } from './class-inputs';
import { largestClasses } from './largest-class';

/**
 * What precision and recall are made of, `[3, classes]`: hits, predictions and targets of each class. Binary inputs have the classes 0 and 1.
 */
export interface ClassCounts {
  readonly counts: Doubles;
  /** Sums over the examples of hits / predictions and of hits / targets, 0 where there is none. */
  readonly ratios: readonly [predicted: number, actual: number];
}

/** Number of classes that are counted. */
export function countedClasses({ kind, classes }: ClassInputs): number {
  return kind === 'binary' ? 2 : classes;
}

/**
 * Counts a batch on the host.
 *
 * @throws ShapeError for values that are no class
 */
export function countClasses(owner: string, inputs: ClassInputs, yPred: ArrayLike<number>, y: ArrayLike<number>): ClassCounts {
  const classes = countedClasses(inputs);
  const data = new Float64Array(3 * classes);
  const ratios: [number, number] = [0, 0];
  if (inputs.kind === 'multilabel') countLabels(owner, inputs, yPred, y, data, ratios);
  else countExamples(owner, classes, inputs.kind === 'binary' ? yPred : largestClasses(inputs, yPred), y, data);
  return { counts: { dtype: 'float64', shape: [3, classes], data }, ratios };
}

/** Of one label for each example. */
function countExamples(owner: string, classes: number, yPred: ArrayLike<number>, y: ArrayLike<number>, data: Float64Array): void {
  for (let example = 0; example < y.length; example++) {
    const predicted = checkLabel(owner, yPred[example], classes);
    const actual = checkLabel(owner, y[example], classes);
    if (predicted === actual) increase(data, actual);
    increase(data, classes + predicted);
    increase(data, 2 * classes + actual);
  }
}

/** Of several labels for each example; without branches on what they are, which no processor could predict. */
function countLabels(owner: string, { classes, outer, inner }: ClassInputs, yPred: ArrayLike<number>, y: ArrayLike<number>, data: Float64Array, ratios: [number, number]): void {
  const [hits, predictions, targets] = [data.subarray(0, classes), data.subarray(classes, 2 * classes), data.subarray(2 * classes)];
  for (let example = 0; example < outer * inner; example++) {
    let at = Math.floor(example / inner) * classes * inner + (example % inner);
    let [hit, all, actual] = [0, 0, 0];
    for (let label = 0; label < classes; label++) {
      const p = (yPred[at] ?? NaN) & 1;
      const t = (y[at] ?? NaN) & 1;
      if (p !== yPred[at] || t !== y[at]) throw notLabels(owner, 2, t === y[at] ? yPred[at] : y[at]);
      at += inner;
      hits[label] = (hits[label] ?? 0) + (p & t);
      predictions[label] = (predictions[label] ?? 0) + p;
      targets[label] = (targets[label] ?? 0) + t;
      hit += p & t;
      all += p;
      actual += t;
    }
    if (all > 0) ratios[0] += hit / all;
    if (actual > 0) ratios[1] += hit / actual;
  }
}

function increase(counts: Float64Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

function checkLabel(owner: string, value: number | undefined, classes: number): number {
  if (value !== undefined && Number.isInteger(value) && value >= 0 && value < classes) return value;
  throw notLabels(owner, classes, value);
}

function notLabels(owner: string, classes: number, got: number | undefined): ShapeError {
  return forbidden(owner, classes === 2 ? '0 and 1 only' : `classes from 0 to ${classes - 1}`, got);
}

/** The same on the device, in the surrounding `tf.tidy`; `others` counts the values that are no class. */
export function countClassesOnDevice(inputs: ClassInputs, yPred: tf.Tensor, y: tf.Tensor): { counts: tf.Tensor; ratios: tf.Tensor; others: tf.Tensor } {
  const classes = countedClasses(inputs);
  if (inputs.kind === 'multilabel') {
    const [predicted, actual] = [inRows(yPred, inputs), inRows(y, inputs)];
    const hits = tf.mul(predicted, actual);
    const counts = tf.stack([hits, predicted, actual].map((values) => tf.sum(values, 0)));
    const [hit, ...all] = [hits, predicted, actual].map((values) => tf.sum(values, 1));
    const ratios = tf.stack(all.map((total) => tf.sum(tf.divNoNan(hit ?? total, total))));
    return { counts, ratios, others: tf.add(othersThan(predicted, 2), othersThan(actual, 2)) };
  }
  const targets = tf.reshape(tf.cast(y, 'float32'), [-1]);
  const labels = inputs.kind === 'binary' ? tf.reshape(tf.cast(yPred, 'float32'), [-1]) : tf.reshape(tf.argMax(yPred, inputs.axis), [-1]);
  const [predicted, actual] = [labels, targets].map((values) => tf.oneHot(tf.cast(values, 'int32'), classes, 1, 0, 'float32')) as [tf.Tensor, tf.Tensor]; // two in, two out
  const counts = tf.stack([tf.mul(predicted, actual), predicted, actual].map((values) => tf.sum(values, 0)));
  return { counts, ratios: tf.zeros([2]), others: tf.add(othersThan(targets, classes), othersThan(tf.cast(labels, 'float32'), classes)) };
}

/** `[examples, classes]`. */
function inRows(values: tf.Tensor, { axis, classes }: ClassInputs): tf.Tensor {
  const axes = values.shape.map((_, index) => index);
  const last = axis === values.rank - 1 ? values : tf.transpose(values, [...axes.filter((index) => index !== axis), axis]);
  return tf.reshape(tf.cast(last, 'float32'), [-1, classes]);
}

function othersThan(values: tf.Tensor, classes: number): tf.Tensor {
  const isClass = tf.logicalAnd(tf.equal(values, tf.floor(values)), tf.logicalAnd(tf.greaterEqual(values, 0), tf.less(values, classes)));
  return tf.sum(tf.cast(tf.logicalNot(isClass), 'float32'));
}
