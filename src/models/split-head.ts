import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { findHead } from './head';
import { connect } from './layers';

/** The two halves of a model, which share its layers and weights. */
export interface SplitModel {
  /** Images -> features `[N, features]`. */
  readonly backbone: LayersModel;
  /** Features `[N, features]` -> logits: the standardisation, where there is one, and the classifier. */
  readonly head: LayersModel;
}

/**
 * Splits a classifier into backbone and head, so that a frozen backbone runs once an image and only the head trains.
 *
 * Both halves share layers and variables with the whole: what the head learns, the whole knows. They are views, so do not dispose
 * the backbone; dispose the head, then the whole.
 *
 * @throws StateError when the model does not end in a dense layer on features `[N, features]`
 *
 * @example
 * ```ts
 * import { densenet, splitHead } from 'tfjs-ignite/models';
 *
 * const { backbone, head } = splitHead(densenet({ growthRate: 4, blockConfig: [2, 2], numInitFeatures: 8, classes: 5 }));
 * [backbone.outputShape, head.outputShape]; // => [ [ null, 16 ], [ null, 5 ] ]
 * ```
 */
export function splitHead(model: LayersModel): SplitModel {
  const { features, width, layers } = findHead('splitHead', model);
  const input = tfl.input({ shape: [width], name: 'features' });
  const logits = layers.reduce((x, layer) => connect(layer, x), input);
  return {
    backbone: tfl.model({ name: `${model.name}.backbone`, inputs: model.inputs, outputs: features }),
    head: tfl.model({ name: `${model.name}.head`, inputs: input, outputs: logits }),
  };
}
