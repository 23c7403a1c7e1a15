import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { StateError } from '../errors';
import type { Layer } from './layers';

/** Name of the frozen batch normalisation that standardises features before a classifier. */
export const STANDARDIZE = 'standardize';

/** Where a model's features end and its head begins. */
export interface HeadPosition {
  /** The backbone's output, `[N, features]`. */
  readonly features: SymbolicTensor;
  /** Number of features. */
  readonly width: number;
  /** The head's layers in order: the standardisation, where there is one, and the classifier. */
  readonly layers: readonly Layer[];
}

/** Finds the head of a model: its last dense layer, and the standardisation before it. */
export function findHead(owner: string, model: LayersModel): HeadPosition {
  const output = model.outputs.length === 1 ? model.outputs[0] : undefined;
  const before = output?.inputs[0];
  if (output === undefined || before === undefined || output.sourceLayer.getClassName() !== 'Dense') {
    const last = model.outputs.map((each) => `${each.sourceLayer.name} (${each.sourceLayer.getClassName()})`);
    throw new StateError({ owner, expected: 'a model with one output, which comes from a dense layer', got: last });
  }
  const standardized = before.sourceLayer.name === STANDARDIZE ? before.inputs[0] : undefined;
  const features = standardized ?? before;
  const width = features.shape.at(-1);
  if (features.shape.length !== 2 || typeof width !== 'number') {
    throw new StateError({ owner, expected: 'features of shape [N, features] before the classifier', got: features.shape });
  }
  const layers = standardized === undefined ? [output.sourceLayer] : [before.sourceLayer, output.sourceLayer];
  return { features, width, layers };
}
