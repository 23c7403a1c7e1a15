import * as tf from '@tensorflow/tfjs-core';
import type { MaybePromise } from '../internal';

/** Backends that keep tensors in memory which the program can read: a read is at most a copy, and `data()` awaits nothing. */
const HOST_BACKENDS: ReadonlySet<string> = new Set(['cpu', 'wasm', 'tensorflow']);

/** The backend of tfjs-node: what it computes takes vector instructions and several threads, and a call of it about 10 microseconds. */
const NATIVE_BACKEND = 'tensorflow';

/** The typed arrays that `data()` of a numeric tensor gives. */
export type TensorData = Float32Array | Int32Array | Uint8Array;

/**
 * Whether reading a tensor of the current backend costs a copy at most: true on cpu, wasm and tfjs-node.
 *
 * On webgl and webgpu a read waits for the device, so that code there adds up on the device and reads late.
 */
export function readsAreCopies(): boolean {
  return HOST_BACKENDS.has(tf.getBackend());
}

/** Whether the current backend computes large tensors much faster than loops in JavaScript, although its tensors are cheap to read. */
export function hasFastKernels(): boolean {
  return tf.getBackend() === NATIVE_BACKEND;
}

/**
 * The first element of a tensor, meant for one of size 1: at once where reads are copies, a promise elsewhere.
 *
 * The tensor stays the caller's; an empty one gives NaN.
 */
export function readScalar(tensor: tf.Tensor): MaybePromise<number> {
  if (readsAreCopies()) return first(tensor.dataSync());
  return tensor.data().then(first);
}

/**
 * The elements of a numeric tensor, row-major: at once where reads are copies, a promise elsewhere.
 *
 * Read-only: on some backends it is the tensor's own memory.
 */
export function readArray(tensor: tf.Tensor): MaybePromise<TensorData> {
  return readsAreCopies() ? tensor.dataSync() : tensor.data();
}

function first(data: TensorData): number {
  return data[0] ?? NaN;
}
