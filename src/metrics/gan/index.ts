/** Scores of generated images, of features of theirs. */
export type { FeatureExtractor, FeatureOptions } from './features';
export { FID } from './fid';
export { InceptionScore } from './inception-score';
export type { InceptionScoreOptions } from './inception-score';
