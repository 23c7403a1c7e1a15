/** Scores of clusterings, of features and the clusters that they were given. */
export { CalinskiHarabaszScore } from './calinski-harabasz-score';
export { DaviesBouldinScore } from './davies-bouldin-score';
export { SilhouetteScore } from './silhouette-score';
export type { SilhouetteKwargs, SilhouetteScoreOptions } from './silhouette-score';
