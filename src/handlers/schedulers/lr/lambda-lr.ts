import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';
import type { LRLambda, PerGroup } from './per-group';
import { ofGroup, perGroup, perGroupLambdaSchema } from './per-group';

const schema = z.strictObject({ lrLambda: perGroupLambdaSchema });

/** Options of {@link LambdaLR} and {@link MultiplicativeLR}. */
export interface LambdaLROptions {
  /** The factor as a function of the number of steps taken, for all groups, or a list with one for each. It is not saved. */
  readonly lrLambda: PerGroup<LRLambda>;
}

/**
 * The learning rate is that of the beginning times a function of the number of steps taken.
 *
 * @example
 * ```ts
 * import { LRScheduler, LambdaLR } from 'tfjs-ignite';
 *
 * const schedule = new LambdaLR({ paramGroups: [{ lr: 1 }] }, { lrLambda: (step) => 1 / (1 + step) });
 * LRScheduler.simulateValues(2, schedule); // => [ [ 0, 1 ], [ 1, 0.5 ] ]
 * ```
 */
export class LambdaLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: LambdaLROptions) {
    const lambdas = perGroup<LRLambda>('LambdaLR.lrLambda', parseOptions('LambdaLR', schema, options).lrLambda, optimizer);
    super('LambdaLR', optimizer, { rate: ({ baseLr, epoch, index }) => baseLr * ofGroup(lambdas, index)(epoch), closedForm: true });
  }
}
