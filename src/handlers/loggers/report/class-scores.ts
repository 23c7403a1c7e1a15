/** How well a class is told from the others. */
export interface ClassScores {
  readonly label: string;
  /** Share of the predictions of the class that are right; NaN where it was never predicted. */
  readonly precision: number;
  /** Share of the examples of the class that are found; NaN where there are none. */
  readonly recall: number;
  /** Harmonic mean of both; NaN where the class neither occurs nor is predicted. */
  readonly f1: number;
  /** Examples of the class. */
  readonly support: number;
}

/** Scores of each class from counts: row `t`, column `p` counts examples of class `t` that were taken for `p`. */
export function classScores(matrix: readonly (readonly number[])[], labels: readonly string[]): ClassScores[] {
  const predicted = columnSums(matrix);
  return matrix.map((row, index) => {
    const right = row[index] ?? 0;
    const support = sum(row);
    const guesses = predicted[index] ?? 0;
    return { label: labels[index] ?? String(index), precision: right / guesses, recall: right / support, f1: (2 * right) / (guesses + support), support };
  });
}

/** Means over the classes: each alike, or by support. What is NaN counts as 0, as a class that is never found does. */
export function meanScores(scores: readonly ClassScores[], weighting: 'macro' | 'weighted'): ClassScores {
  const support = sum(scores.map((each) => each.support));
  const mean = (pick: (each: ClassScores) => number): number => {
    const weights = scores.map((each) => (weighting === 'macro' ? 1 / scores.length : each.support / support));
    return sum(scores.map((each, index) => (weights[index] ?? 0) * (pick(each) || 0)));
  };
  return { label: weighting === 'macro' ? 'Mean' : 'Mean by support', precision: mean((each) => each.precision), recall: mean((each) => each.recall), f1: mean((each) => each.f1), support };
}

/** Share of all examples that are on the diagonal. */
export function accuracyOf(matrix: readonly (readonly number[])[]): number {
  return sum(matrix.map((row, index) => row[index] ?? 0)) / sum(matrix.map(sum));
}

export function columnSums(matrix: readonly (readonly number[])[]): number[] {
  return matrix.map((_, column) => sum(matrix.map((row) => row[column] ?? 0)));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
