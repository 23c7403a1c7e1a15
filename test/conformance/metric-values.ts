import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor } from '../../src/contracts';
import { isHostTensor } from '../../src/internal';
import { fromHostTensor } from '../../src/tensor';

interface JsonTensor {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly data: readonly (number | string)[];
}

/** How inputs are handed to a metric. */
export interface InputForm {
  /** Tensors of the backend, or in plain memory. */
  readonly kind: 'tensor' | 'host';
  /** Whether a class axis goes from second to last. */
  readonly channelsLast: boolean;
}

/** The layouts whose class axis is the second. */
const SECOND = new Set(['NCHW', 'NCL', 'NCDHW']);

/** What a file says as the metric gets it; `rank` is that of the predictions, whose layout it is. */
export function toInputs(value: unknown, form: InputForm, layout?: string): unknown {
  const transpose = form.channelsLast && layout !== undefined && SECOND.has(layout);
  const rank = transpose ? rankOf(value) : undefined;
  return convert(value, (tensor) => {
    const host = toHost(tensor);
    const placed = rank !== undefined && host.shape.length === rank ? classesLast(host) : host;
    return form.kind === 'tensor' ? fromHostTensor(placed) : placed;
  });
}

const RENAMED: Readonly<Record<string, string>> = { y_pred: 'yPred', criterion_kwargs: 'criterionKwargs', group_labels: 'groupLabels', confidence: 'scores', class: 'labels' };

function convert(value: unknown, leaf: (tensor: JsonTensor) => unknown): unknown {
  if (isJsonTensor(value)) return leaf(value);
  if (Array.isArray(value)) return value.map((entry) => convert(entry, leaf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [RENAMED[key] ?? key, convert(entry, leaf)]));
}

/** Tensors as the files write them down, with the names that entries have here. */
export function toPlain(value: unknown): unknown {
  if (isHostTensor(value)) return { shape: value.shape, dtype: value.dtype, data: Array.from(value.data, Number) };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [RENAMED[key] ?? key, toPlain(entry)]));
}

function isJsonTensor(value: unknown): value is JsonTensor {
  return typeof value === 'object' && value !== null && 'shape' in value && 'dtype' in value && 'data' in value;
}

function rankOf(value: unknown): number | undefined {
  if (isJsonTensor(value)) return value.shape.length;
  const entries = Array.isArray(value) ? value : typeof value === 'object' && value !== null ? Object.values(value) : [];
  return entries.map(rankOf).find((rank) => rank !== undefined);
}

function toHost({ shape, dtype, data }: JsonTensor): HostTensor {
  const numbers = data.map(Number);
  switch (dtype) {
    case 'float32':
      return { dtype, shape, data: Float32Array.from(numbers) };
    case 'int32':
      return { dtype, shape, data: Int32Array.from(numbers) };
    case 'bool':
      return { dtype, shape, data: Uint8Array.from(numbers) };
  }
}

function classesLast(host: HostTensor): HostTensor {
  const order = [0, ...host.shape.map((_, axis) => axis).slice(2), 1];
  return tf.tidy(() => {
    const data = tf.transpose(tf.tensor(Float32Array.from(host.data, Number), [...host.shape]), order).dataSync();
    const from = { shape: order.map((axis) => host.shape[axis] ?? 0) };
    if (host.dtype === 'float32') return { ...from, dtype: host.dtype, data: Float32Array.from(data) };
    return host.dtype === 'bool' ? { ...from, dtype: host.dtype, data: Uint8Array.from(data) } : { ...from, dtype: 'int32', data: Int32Array.from(data) };
  });
}

/** Says where a value differs from what a file expects; `undefined` when it does not. */
export function difference(got: unknown, expected: unknown, { rtol, atol }: { rtol: number; atol: number }, path = 'value'): string | undefined {
  if (typeof expected === 'number' || isSpecial(expected)) {
    const number = Number(expected);
    const same = typeof got === 'number' && (Object.is(got, number) || got === number || Math.abs(got - number) <= atol + rtol * Math.abs(number));
    return same ? undefined : `${path}: expected ${number}, got ${JSON.stringify(got)}`;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return `${path}: expected ${expected.length} elements, got ${JSON.stringify(got)}`;
    return first(expected.keys(), (index) => difference(got[index], expected[index], { rtol, atol }, `${path}[${index}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    const keys = Object.keys(expected).sort();
    if (typeof got !== 'object' || got === null || Object.keys(got).sort().join('\0') !== keys.join('\0')) {
      return `${path}: expected entries ${keys.join(', ')}, got ${JSON.stringify(got)}`;
    }
    return first(keys, (key) => difference((got as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key], { rtol, atol }, `${path}.${key}`));
  }
  return got === expected ? undefined : `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;
}

function isSpecial(value: unknown): boolean {
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity';
}

function first<T>(items: Iterable<T>, find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
