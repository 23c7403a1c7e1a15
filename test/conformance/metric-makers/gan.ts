import type { FeatureOptions, InceptionScoreOptions } from '../../../src/metrics';
import { FID, InceptionScore } from '../../../src/metrics';
import type { Makers } from './maker';

export const gan: Makers = {
  FID: { make: (options: FeatureOptions) => new FID(options) },
  InceptionScore: { make: (options: InceptionScoreOptions) => new InceptionScore(options) },
};
