/** Helpers of this package; never exported from it. */
export { checkFileName } from './file-name';
export { hasMethods } from './has-methods';
export { isHostTensor } from './host-tensor';
export { joinBytes } from './join-bytes';
export { parseOptions } from './options';
export { createRandom, permutation } from './prng';
export { sha256 } from './sha256';
export { andThen, inTurn, isThenable } from './thenable';
export type { MaybePromise } from './thenable';
