import * as layers from '@tensorflow/tfjs-layers';

export const FEATURES = 64;
export const CLASSES = 10;

/** A network of 64-64-64-10, the same every time. */
export function mlp(): layers.Sequential {
  const dense = (units: number, seed: number, rest: object) => layers.layers.dense({ units, kernelInitializer: layers.initializers.glorotUniform({ seed }), ...rest });
  return layers.sequential({
    layers: [dense(64, 1, { inputShape: [FEATURES], activation: 'relu' }), dense(64, 2, { activation: 'relu' }), dense(CLASSES, 3, {})],
  });
}
