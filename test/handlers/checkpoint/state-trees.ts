import fc from 'fast-check';
import type { HostTensor, StateTree, StateValue } from '../../../src/contracts';

const tensor: fc.Arbitrary<HostTensor> = fc.oneof(
  fc.float32Array({ maxLength: 5 }).map((data) => ({ dtype: 'float32' as const, shape: [data.length], data })),
  fc.uint8Array({ minLength: 4, maxLength: 4 }).map((data) => ({ dtype: 'uint8' as const, shape: [2, 2], data })),
  fc.bigInt64Array({ minLength: 1, maxLength: 1 }).map((data) => ({ dtype: 'int64' as const, shape: [], data })),
);
const key = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.constantFrom('$', '__proto__', '__metadata__', 'constructor', '0', 'a/b', 'a'));

/** State trees with all the values and keys that are easy to get wrong. */
export const stateTree: fc.Arbitrary<StateTree> = fc.letrec<{ tree: StateTree; value: StateValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<StateValue>(null, true, false, NaN, Infinity, -Infinity, -0, 0, '', '$', Number.MAX_VALUE, Number.MIN_VALUE),
    fc.double(),
    fc.string({ unit: 'binary' }),
    tensor,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('tree'),
  ),
  tree: fc.uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name }).map((entries) => Object.fromEntries(entries)),
})).tree;

/** A copy in which every number is its bits, so that -0 and NaN are told apart. */
export function bitsOf(value: StateValue): unknown {
  if (typeof value === 'number') return `number ${String(new DataView(Float64Array.of(value).buffer).getBigUint64(0))}`;
  if (typeof value !== 'object' || value === null) return value;
  if ('data' in value && ArrayBuffer.isView(value.data)) {
    const { buffer, byteOffset, byteLength } = value.data;
    return [value.dtype, value.shape, value.data.constructor.name, [...new Uint8Array(buffer, byteOffset, byteLength)]];
  }
  if (Array.isArray(value)) return value.map(bitsOf);
  return new Map(Object.entries(value).map(([name, item]) => [name, bitsOf(item)]));
}
