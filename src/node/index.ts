/** What only a Node process can do: backends, files, pictures, the doctor. */
export { useBackend } from './backend';
export type { BackendName, BackendReport, BackendTry, UseBackendOptions } from './backend';
export { caltech256 } from './caltech256';
export type { Caltech256Options } from './caltech256';
export { diagnose, formatDiagnosis } from './doctor';
export type { BackendProbe, Diagnosis } from './doctor';
export { download } from './download';
export type { DownloadOptions, DownloadProgress, DownloadReport } from './download';
export { fsFileSource } from './fs-file-source';
export { loadImageClassifier, saveImageClassifier } from './image-classifier';
export type { Classification, ImageClassifier, ImageClassifierParts, Preprocessing } from './image-classifier';
export { loadModel, saveModel } from './model-io';
export { openImageFolder } from './open-image-folder';
export type { OpenImageFolderOptions } from './open-image-folder';
export { readWeightFile } from './read-weight-file';
export { sharpDecoder } from './sharp-decoder';
