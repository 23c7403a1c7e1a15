/** Losses of `(yPred, y)` with torch's semantics. */
export { bce } from './bce';
export type { BceOptions } from './bce';
export { bceWithLogits } from './bce-with-logits';
export type { BceWithLogitsOptions } from './bce-with-logits';
export type { ClassLossOptions } from './class-weights';
export { crossEntropy } from './cross-entropy';
export type { CrossEntropyOptions } from './cross-entropy';
export { huber } from './huber';
export type { HuberOptions } from './huber';
export { klDiv } from './kl-div';
export type { KlDivOptions } from './kl-div';
export { l1 } from './l1';
export { mse } from './mse';
export { nll } from './nll';
export type { Reduction, ReductionOptions } from './reduction';
export { smoothL1 } from './smooth-l1';
export type { SmoothL1Options } from './smooth-l1';
