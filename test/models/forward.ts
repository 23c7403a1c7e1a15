import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { splitHead } from '../../src/models';
import type { Formula, Stage } from './golden';
import { formulaInput } from './golden';

/** Logits and features of a model for the formula's input. */
export function formulaForward(
  model: LayersModel,
  formula: Formula,
  inputShape: readonly [number, number, number, number],
  training = false,
): { logits: number[][]; features: number[][] } {
  const { backbone, head } = splitHead(model);
  const [n, c, h, w] = inputShape;
  return tf.tidy(() => {
    const x = tf.tensor4d(formulaInput(formula, inputShape), [n, h, w, c]);
    const features = backbone.apply(x, { training }) as tf.Tensor2D;
    const logits = head.apply(features, { training }) as tf.Tensor2D;
    return { logits: logits.arraySync(), features: features.arraySync() };
  });
}

/** What each named stage gives for the formula's input, in the form of the golden file (NCHW). */
export function formulaStages(model: LayersModel, formula: Formula, inputShape: readonly [number, number, number, number], stages: readonly Stage[]): Stage[] {
  const probe = tfl.model({ inputs: model.inputs, outputs: stages.map(({ name }) => stageOutput(model, name)) });
  const [n, c, h, w] = inputShape;
  return tf.tidy(() => {
    const x = tf.tensor4d(formulaInput(formula, inputShape), [n, h, w, c]);
    return (probe.predict(x, { batchSize: n }) as tf.Tensor4D[]).map((output, index) => {
      const nchw = tf.transpose(output, [0, 3, 1, 2]);
      const values = nchw.dataSync<'float32'>();
      // In doubles: a sum of float32 on wasm is further off than the model.
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      return { name: stages[index]?.name ?? '', shape: nchw.shape, mean, std, first6: Array.from(values.slice(0, 6)) };
    });
  });
}

function stageOutput(model: LayersModel, name: string): SymbolicTensor {
  const parts = model.layers.filter((layer) => layer.name === name || layer.name.startsWith(`${name}.`));
  return parts.at(-1)?.output as SymbolicTensor;
}
