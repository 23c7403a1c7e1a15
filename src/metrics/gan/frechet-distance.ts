import { CholeskyDecomposition, EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import { paddedRows, rowProducts } from './row-products';

/** A normal distribution; its covariance is row-major. */
export interface Normal {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/**
 * The squared Frechet distance of two normal distributions: `|m1 - m2|^2 + trace(S1 + S2 - 2 sqrt(S1 S2))`; NaN when some number of them is not finite.
 *
 * With `S = F Fᵀ` for both, the trace of the square root is the sum of the singular values of `F1ᵀ F2`: no square root has to be taken of a matrix
 * that is not symmetric, whose small eigenvalues rounding would make negative.
 */
export function frechetDistance(a: Normal, b: Normal): number {
  const size = a.mean.length;
  let apart = 0;
  for (let index = 0; index < size; index++) {
    const difference = (a.mean[index] ?? NaN) - (b.mean[index] ?? NaN);
    const diagonal = index * size + index;
    apart += difference * difference + (a.covariance[diagonal] ?? NaN) + (b.covariance[diagonal] ?? NaN);
  }
  // Decompositions of what is not finite may not end.
  if (!Number.isFinite(apart)) return NaN;
  const product = rowProducts(factor(a.covariance, size), factor(b.covariance, size), size, false);
  const { diagonal } = new SingularValueDecomposition(Matrix.from1DArray(size, size, product), { computeLeftSingularVectors: false, computeRightSingularVectors: false });
  return apart - 2 * diagonal.reduce((sum, value) => sum + value, 0);
}

/** `F` with `F Fᵀ` the covariance, by rows. A covariance of fewer examples than features has no Cholesky decomposition. */
function factor(covariance: Float64Array, size: number): Float64Array {
  const matrix = Matrix.from1DArray(size, size, covariance);
  const cholesky = new CholeskyDecomposition(matrix);
  const factored = cholesky.isPositiveDefinite() ? cholesky.lowerTriangularMatrix : eigenFactor(matrix);
  return paddedRows(factored.to1DArray(), size);
}

function eigenFactor(covariance: Matrix): Matrix {
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  // Below 0 by rounding only.
  return eigenvectorMatrix.mulRowVector(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))));
}
