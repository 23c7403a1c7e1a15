/** Errors: one small class a kind, each with a stable `code`. */
export { BackendError } from './backend-error';
export { CheckpointError } from './checkpoint-error';
export { DataError } from './data-error';
export type { DataFault } from './data-error';
export { describe } from './describe';
export { DownloadError } from './download-error';
export { IgniteError } from './ignite-error';
export type { Complaint } from './ignite-error';
export { NotComputableError } from './not-computable-error';
export { OptionError } from './option-error';
export { ShapeError } from './shape-error';
export { SkipSample } from './skip-sample';
export { StateError } from './state-error';
export { WeightFileError } from './weight-file-error';
export type { WeightFileFault } from './weight-file-error';
