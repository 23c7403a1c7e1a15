/** What only a Node process can do: backends, files, pictures, the doctor. */
export { useBackend } from './backend';
export type { BackendName, BackendReport, BackendTry, UseBackendOptions } from './backend';
export { diagnose, formatDiagnosis } from './doctor';
export type { BackendProbe, Diagnosis } from './doctor';
export { loadImageClassifier, saveImageClassifier } from './image-classifier';
export type { Classification, ImageClassifier, ImageClassifierParts, Preprocessing } from './image-classifier';
export { loadModel, saveModel } from './model-io';
export { readWeightFile } from './read-weight-file';
