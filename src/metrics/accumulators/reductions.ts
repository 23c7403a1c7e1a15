import type { Reduction } from '../../distributed';

/** What changes nothing when it is reduced with. */
export function neutral(reduction: Reduction): number {
  switch (reduction) {
    case 'sum':
      return 0;
    case 'max':
      return -Infinity;
    case 'min':
      return Infinity;
  }
}

/** Two numbers in one; NaN wins. */
export function reduce(reduction: Reduction, a: number, b: number): number {
  switch (reduction) {
    case 'sum':
      return a + b;
    case 'max':
      return Math.max(a, b);
    case 'min':
      return Math.min(a, b);
  }
}
