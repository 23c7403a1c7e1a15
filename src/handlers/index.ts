/** Handlers: what is subscribed to an engine's events to stop, save and report. */
export { decodeCheckpoint } from './checkpoint/decode-checkpoint';
export { encodeCheckpoint } from './checkpoint/encode-checkpoint';
export { latestCheckpoint } from './checkpoint/latest-checkpoint';
export type { LatestCheckpoint, LatestCheckpointOptions } from './checkpoint/latest-checkpoint';
export { memoryStore } from './checkpoint/memory-store';
