import { ShapeError } from '../errors';

/**
 * Refuses NaN and infinite numbers, of which nothing can be sorted or measured.
 *
 * @throws ShapeError naming the first one
 */
export function checkFinite(owner: string, values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    // Of no other number the difference with itself is not 0.
    if (value - value !== 0) {
      throw new ShapeError({ owner, expected: 'finite numbers', got: value, mend: 'Look for a training that diverged, or clip or leave out such values with outputTransform.' });
    }
  }
}
