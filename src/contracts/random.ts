import type { StateDict } from './state-dict';

/** A seeded stream of random numbers whose state can be saved. */
export interface Random extends StateDict {
  /** A double in [0, 1). */
  uniform(): number;
  /** An integer in [0, bound), every value equally likely. */
  integer(bound: number): number;
}
