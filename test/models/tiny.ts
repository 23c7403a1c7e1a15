import type { LayersModel } from '@tensorflow/tfjs-layers';
import { densenet } from '../../src/models';

/** A DenseNet that runs in milliseconds. */
export const tinyOptions = { growthRate: 4, blockConfig: [2, 2], numInitFeatures: 8, classes: 5 };

export function tinyDensenet(seed = 0): LayersModel {
  return densenet({ ...tinyOptions, seed });
}

/** Repeatable numbers in [-1, 1). */
export function noise(length: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
