/**
 * Where a loss falls most steeply on the way to its minimum: the index of the smallest central difference; undefined when there are fewer
 * than three losses up to the minimum.
 *
 * Ignite's arithmetic: in float32, the first of equal values.
 */
export function steepestDescent(losses: readonly number[]): number | undefined {
  const values = Float32Array.from(losses);
  const lowest = indexOfLowest(values);
  if (lowest < 2) return undefined;
  const slopes = Float32Array.from({ length: lowest - 1 }, (_, index) => 0.5 * Math.fround((values[index + 2] ?? NaN) - (values[index] ?? NaN)));
  return indexOfLowest(slopes) + 1;
}

/** NaN is passed over. */
function indexOfLowest(values: Float32Array): number {
  let lowest = 0;
  for (const [index, value] of values.entries()) if (value < (values[lowest] ?? NaN)) lowest = index;
  return lowest;
}
