import type { HostTensor } from '../contracts';
import { ShapeError } from '../errors';

/**
 * The values of a floating-point tensor as float32.
 *
 * float32 data is returned as it is, without a copy; float64 is rounded to nearest; float16 and bfloat16 widen exactly.
 *
 * @throws ShapeError for an integer or boolean tensor
 *
 * @example
 * ```ts
 * import { toFloat32 } from 'tfjs-ignite/safetensors';
 *
 * toFloat32({ dtype: 'bfloat16', shape: [1], data: Uint16Array.of(0x3fc0) })[0]; // => 1.5
 * ```
 */
export function toFloat32(tensor: HostTensor): Float32Array {
  const { dtype, data } = tensor;
  switch (dtype) {
    case 'float32':
      // A HostTensor of dtype float32 holds a Float32Array by contract; the type cannot say so.
      return data as Float32Array;
    case 'float64':
      return Float32Array.from(data as Float64Array);
    case 'bfloat16':
      return fromBits(data as Uint16Array, (half) => half << 16);
    case 'float16':
      return fromBits(data as Uint16Array, widenHalf);
    default:
      throw new ShapeError({ owner: 'toFloat32', expected: 'a floating-point tensor', got: dtype });
  }
}

/** Goes through integers, so that the payload of a NaN survives. */
function fromBits(halves: Uint16Array, widen: (half: number) => number): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let index = 0; index < halves.length; index++) words[index] = widen(halves[index] ?? 0);
  return new Float32Array(words.buffer);
}

/** IEEE 754 binary16 to binary32: sign 1, exponent 5 (bias 15), fraction 10. */
function widenHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent !== 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  const shift = Math.clz32(fraction) - 21; // moves the leading one of a subnormal to bit 10
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}
