import { ShapeError } from '../../errors';

/** The weights that slide along one axis of an image, and how far the image is reflected over its edges for them. */
export interface SlidingWindow {
  readonly weights: Float64Array;
  readonly padding: number;
}

/** Weights of a normal distribution, which add up to 1. */
export function gaussianWeights(size: number, sigma: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, tap) => Math.exp(-0.5 * ((tap - (size - 1) / 2) / sigma) ** 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Weights of 1/5 on the five taps in the middle, or on as many as there are: what Ignite calls uniform. */
export function uniformWeights(size: number): Float64Array {
  const middle = (size - 1) / 2;
  return Float64Array.from({ length: size }, (_, tap) => (Math.abs(tap - middle) <= 2 ? 1 / 5 : 0));
}

/** How many positions a window takes along an axis. */
export function positionsOf(length: number, { weights, padding }: SlidingWindow): number {
  return length + 2 * padding - weights.length + 1;
}

/**
 * Refuses an image that is too small along some axis to be reflected, or for its window.
 *
 * @throws ShapeError
 */
export function checkFits(owner: string, spatial: readonly number[], windows: readonly SlidingWindow[]): void {
  for (const [axis, window] of windows.entries()) {
    const length = spatial[axis] ?? 0;
    if (length > window.padding && positionsOf(length, window) > 0) continue;
    throw new ShapeError({
      owner,
      expected: `images of more than ${Math.max(window.padding, window.weights.length - 2 * window.padding - 1)} pixels along each axis`,
      got: spatial,
      mend: 'Set a smaller kernelSize.',
    });
  }
}

/** For each pixel of an image with its reflected edges, row-major, which pixel of the image it shows. */
export function reflectedPixels(spatial: readonly number[], windows: readonly SlidingWindow[]): Int32Array {
  return windows.reduce((outer, { padding }, axis) => {
    const length = spatial[axis] ?? 0;
    const padded = length + 2 * padding;
    const pixels = new Int32Array(outer.length * padded);
    for (let index = 0; index < pixels.length; index++) {
      const position = Math.abs((index % padded) - padding);
      const reflected = position < length ? position : 2 * (length - 1) - position;
      pixels[index] = (outer[Math.floor(index / padded)] ?? 0) * length + reflected;
    }
    return pixels;
  }, Int32Array.of(0));
}
