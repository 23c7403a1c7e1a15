import { ShapeError } from '../errors';

/**
 * Refuses NaN and infinite numbers, of which nothing can be sorted or measured.
 *
 * @throws ShapeError naming the first one
 */
export function checkFinite(owner: string, values: ArrayLike<number>): void {
  // Of no other number the difference with itself is not 0; a sum without a branch is the fastest way to see that.
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += (values[index] ?? NaN) - (values[index] ?? NaN);
  if (sum === 0) return;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (value - value !== 0) {
      throw new ShapeError({ owner, expected: 'finite numbers', got: value, mend: 'Look for a training that diverged, or clip or leave out such values with outputTransform.' });
    }
  }
}
