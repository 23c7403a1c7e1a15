import type { HostDType, TypedArray } from '../contracts';

type ArrayConstructor = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;

/** How an element type is stored in memory, and what the format calls it. */
export interface ElementType {
  readonly host: HostDType;
  readonly bytes: number;
  readonly Array: ArrayConstructor;
}

/** Element types that both the format and `HostTensor` have, by the format's name. */
export const elementTypes: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['F64', { host: 'float64', bytes: 8, Array: Float64Array }],
  ['I64', { host: 'int64', bytes: 8, Array: BigInt64Array }],
  ['U64', { host: 'uint64', bytes: 8, Array: BigUint64Array }],
  ['F32', { host: 'float32', bytes: 4, Array: Float32Array }],
  ['I32', { host: 'int32', bytes: 4, Array: Int32Array }],
  ['U32', { host: 'uint32', bytes: 4, Array: Uint32Array }],
  ['F16', { host: 'float16', bytes: 2, Array: Uint16Array }],
  ['BF16', { host: 'bfloat16', bytes: 2, Array: Uint16Array }],
  ['I16', { host: 'int16', bytes: 2, Array: Int16Array }],
  ['U16', { host: 'uint16', bytes: 2, Array: Uint16Array }],
  ['I8', { host: 'int8', bytes: 1, Array: Int8Array }],
  ['U8', { host: 'uint8', bytes: 1, Array: Uint8Array }],
  ['BOOL', { host: 'bool', bytes: 1, Array: Uint8Array }],
]);

/** The format's names by `HostDType`. */
export const formatNames: ReadonlyMap<HostDType, string> = new Map([...elementTypes].map(([name, { host }]) => [host, name]));

/** The number of elements of a shape; infinite when it is too large for any file. */
export function elementCount(shape: readonly number[]): number {
  const count = shape.reduce((product, length) => product * length, 1);
  // A zero hides lengths that overflow on their own; other readers refuse them too.
  return Number.isSafeInteger(count) && shape.reduce((product, length) => product * Math.max(length, 1), 1) <= Number.MAX_SAFE_INTEGER ? count : Infinity;
}
