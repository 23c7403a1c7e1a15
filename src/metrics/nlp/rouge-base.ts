import * as z from 'zod/mini';
import type { ArrayAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { array, scalar } from '../accumulators';
import { Metric } from '../metric';
import type { MetricOptions, ParsedMetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import { predictionAndTarget } from '../output';
import type { RougeVariant } from './rouge-overlap';
import { overlaps, precisionOf, recallOf, reducers } from './rouge-overlap';
import type { TokenBatch } from './token-batch';
import { comparisons } from './token-batch';

/** Options of all ROUGE metrics. */
export interface RougeLOptions extends MetricOptions {
  /** Of several references, all counts together or the one with the greatest recall. @default 'average' */
  readonly multiref?: 'average' | 'best';
  /** Weight of precision in F, from 0 to 1: at 0 F is the recall, at 1 the precision. @default 0 */
  readonly alpha?: number;
}

/** Precision, recall and F of each variant, such as `'Rouge-2-P'`, `'Rouge-2-R'` and `'Rouge-2-F'`. */
export type RougeValue<V extends RougeVariant> = Readonly<Record<`Rouge-${V}-${'P' | 'R' | 'F'}`, number>>;

type RougeState = { readonly sums: ArrayAccumulator; readonly candidates: ScalarAccumulator };

/** The options of all ROUGE metrics, to be spread into a schema. */
export const rougeOptionShape = {
  ...metricOptionShape,
  multiref: z._default(z.enum(['average', 'best']), 'average'),
  alpha: z._default(z.number().check(z.gte(0), z.lte(1)), 0),
};

/** Base of `Rouge`, `RougeN` and `RougeL`: the means over candidates of precision, recall and F, for some variants. */
export abstract class RougeBase<V extends RougeVariant> extends Metric<RougeValue<V>, TokenBatch, RougeState> {
  protected readonly accumulators: RougeState = { sums: array(), candidates: scalar() };
  readonly multiref: 'average' | 'best';
  readonly alpha: number;
  readonly #variants: readonly V[];

  constructor(owner: string, variants: readonly V[], { multiref, alpha, ...common }: ParsedMetricOptions & Required<Pick<RougeLOptions, 'multiref' | 'alpha'>>) {
    super({ owner, keys: predictionAndTarget }, common);
    this.multiref = multiref;
    this.alpha = alpha;
    this.#variants = variants;
  }

  update(output: TokenBatch): void {
    // No references have counts of 0 together, but no best one among them.
    const batch = comparisons(this.owner, output, this.multiref === 'best' ? 1 : 0);
    const reduce = reducers[this.multiref];
    const sums = new Float64Array(3 * this.#variants.length);
    for (const comparison of batch) {
      for (const [row, each] of overlaps(this.#variants, comparison).entries()) {
        const overlap = reduce(each);
        const [precision, recall] = [precisionOf(overlap), recallOf(overlap)];
        const product = precision * recall;
        const f = product > 0 ? product / ((1 - this.alpha) * precision + this.alpha * recall) : 0;
        for (const [column, value] of [precision, recall, f].entries()) sums[3 * row + column] = (sums[3 * row + column] ?? 0) + value;
      }
    }
    this.accumulators.sums.add({ shape: [this.#variants.length, 3], data: sums }, this.owner);
    this.accumulators.candidates.add(batch.length);
  }

  protected evaluate({ sums, candidates }: Totals<RougeState>): RougeValue<V> {
    this.requireExamples(candidates);
    const value: Record<string, number> = {};
    for (const [row, variant] of this.#variants.entries()) {
      for (const [column, name] of ['P', 'R', 'F'].entries()) value[`Rouge-${variant}-${name}`] = (sums?.data[3 * row + column] ?? 0) / candidates;
    }
    return value as RougeValue<V>; // three entries for each variant of V
  }
}
