import { ShapeError } from '../../src/errors';
import { toFloat32 } from '../../src/safetensors';

it('returns float32 data as it is', () => {
  const data = Float32Array.of(1.5);
  expect(toFloat32({ dtype: 'float32', shape: [1], data })).toBe(data);
});

it('rounds float64 to nearest', () => {
  expect(toFloat32({ dtype: 'float64', shape: [2], data: Float64Array.of(0.1, 1e300) })).toEqual(Float32Array.of(Math.fround(0.1), Infinity));
});

it('widens every float16 exactly', () => {
  const halves = Uint16Array.from({ length: 65536 }, (_, index) => index);
  const wide = toFloat32({ dtype: 'float16', shape: [65536], data: halves });
  for (let half = 0; half < 65536; half++) {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    const value = exponent === 31 ? (fraction === 0 ? Infinity : NaN) : exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
    if (!Object.is(wide[half], sign * value)) throw new Error(`0x${half.toString(16)}: ${wide[half]}, not ${sign * value}`);
  }
});

it('widens bfloat16 by appending zeros', () => {
  expect(toFloat32({ dtype: 'bfloat16', shape: [4], data: Uint16Array.of(0x3f80, 0xc049, 0x7f80, 0x0001) })).toEqual(
    Float32Array.of(1, -3.140625, Infinity, 2 ** -133),
  );
});

it('refuses integers', () => {
  expect(() => toFloat32({ dtype: 'int64', shape: [1], data: BigInt64Array.of(1n) })).toThrow(ShapeError);
});
