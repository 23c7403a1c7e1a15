/** Element types of a tensor on the host. `float16` and `bfloat16` hold raw 16-bit patterns, `bool` holds 0 and 1. */
export type HostDType =
  | 'float64' | 'float32' | 'float16' | 'bfloat16'
  | 'int64' | 'uint64' | 'int32' | 'uint32' | 'int16' | 'uint16' | 'int8' | 'uint8'
  | 'bool';

export type TypedArray =
  | Float64Array | Float32Array
  | BigInt64Array | BigUint64Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

/** A tensor in plain memory: what a sample, a weight file or a checkpoint holds. Row-major. */
export interface HostTensor<T extends TypedArray = TypedArray> {
  readonly dtype: HostDType;
  readonly shape: readonly number[];
  readonly data: T;
}

/** A leaf or branch of a state tree. Numbers may be NaN or infinite; `undefined` is not a value. */
export type StateValue = null | boolean | number | string | HostTensor | readonly StateValue[] | StateTree;

/** What a checkpoint can hold: a tree of plain values and host tensors. */
export interface StateTree {
  readonly [key: string]: StateValue;
}

/**
 * Something that can be saved and restored exactly.
 *
 * `loadStateDict` either takes the whole state or throws and leaves the object as it was.
 */
export interface StateDict {
  stateDict(): StateTree | Promise<StateTree>;
  loadStateDict(state: StateTree): void | Promise<void>;
}
