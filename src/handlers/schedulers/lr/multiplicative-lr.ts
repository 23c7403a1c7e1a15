import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { LambdaLROptions } from './lambda-lr';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';
import type { LRLambda } from './per-group';
import { ofGroup, perGroup, perGroupLambdaSchema } from './per-group';

const schema = z.strictObject({ lrLambda: perGroupLambdaSchema });

/**
 * Multiplies the learning rate at each step with a function of the number of steps taken, this one included.
 *
 * @example
 * ```ts
 * import { LRScheduler, MultiplicativeLR } from 'tfjs-ignite';
 *
 * const schedule = new MultiplicativeLR({ paramGroups: [{ lr: 1 }] }, { lrLambda: (step) => (step < 3 ? 0.5 : 1) });
 * LRScheduler.simulateValues(4, schedule); // => [ [ 0, 1 ], [ 1, 0.5 ], [ 2, 0.25 ], [ 3, 0.25 ] ]
 * ```
 */
export class MultiplicativeLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: LambdaLROptions) {
    const lambdas = perGroup<LRLambda>('MultiplicativeLR.lrLambda', parseOptions('MultiplicativeLR', schema, options).lrLambda, optimizer);
    super('MultiplicativeLR', optimizer, { rate: ({ lr, epoch, index }) => lr * ofGroup(lambdas, index)(epoch) });
  }
}
