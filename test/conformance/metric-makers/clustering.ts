import * as metrics from '../../../src/metrics';
import type { Makers } from './maker';

export const clustering: Makers = {
  CalinskiHarabaszScore: { make: (options: object) => new metrics.CalinskiHarabaszScore(options) },
  DaviesBouldinScore: { make: (options: object) => new metrics.DaviesBouldinScore(options) },
  SilhouetteScore: { make: (options: object) => new metrics.SilhouetteScore(options) },
};
