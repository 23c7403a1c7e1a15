/** Types that everybody may use; this folder holds no code. */
export type { AppendFile } from './append-file';
export type { Clock } from './clock';
export type { FileStore } from './file-store';
export type { Logger } from './logger';
export type { Random } from './random';
export type { HostDType, HostTensor, StateDict, StateTree, StateValue, TypedArray } from './state-dict';
