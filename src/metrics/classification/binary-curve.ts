/** How many examples have a score of at least each threshold. */
export interface BinaryCurve {
  /** The distinct scores, the largest first. */
  readonly thresholds: Float64Array;
  /** Those of the positive label, at each threshold. */
  readonly truePositives: Uint32Array;
  /** Those of the other label, at each threshold. */
  readonly falsePositives: Uint32Array;
  readonly positives: number;
  readonly negatives: number;
}

/** Counts positive and negative examples down the scores; equal scores share a threshold. */
export function binaryCurve(scores: Float64Array, labels: Float64Array, positive: number): BinaryCurve {
  // Scores of each label are sorted by themselves, as plain numbers, and merged: far cheaper than to sort positions by a comparison.
  const [hits, misses] = apart(scores, labels, positive);
  hits.sort();
  misses.sort();
  const thresholds = new Float64Array(scores.length);
  const truePositives = new Uint32Array(scores.length);
  const falsePositives = new Uint32Array(scores.length);
  let hit = hits.length - 1;
  let miss = misses.length - 1;
  let size = 0;
  while (hit >= 0 || miss >= 0) {
    const threshold = Math.max(hit < 0 ? -Infinity : (hits[hit] ?? NaN), miss < 0 ? -Infinity : (misses[miss] ?? NaN));
    while (hit >= 0 && hits[hit] === threshold) hit--;
    while (miss >= 0 && misses[miss] === threshold) miss--;
    thresholds[size] = threshold;
    truePositives[size] = hits.length - 1 - hit;
    falsePositives[size] = misses.length - 1 - miss;
    size++;
  }
  return {
    thresholds: thresholds.subarray(0, size),
    truePositives: truePositives.subarray(0, size),
    falsePositives: falsePositives.subarray(0, size),
    positives: hits.length,
    negatives: misses.length,
  };
}

/** The scores of the positive label, and the others. */
function apart(scores: Float64Array, labels: Float64Array, positive: number): [Float64Array, Float64Array] {
  const all = new Float64Array(scores.length);
  let front = 0;
  let back = scores.length;
  for (let example = 0; example < scores.length; example++) {
    const score = scores[example] ?? NaN;
    if (labels[example] === positive) all[front++] = score;
    else all[--back] = score;
  }
  return [all.subarray(0, front), all.subarray(back)];
}
