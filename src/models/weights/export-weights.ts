import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { HostTensor } from '../../contracts';
import { inverse, permuteAxes, torchEntries } from './torch-layout';

/**
 * The weights of a model as a PyTorch state dict: torch's keys, torch's layouts, float32.
 *
 * `writeSafetensors` makes a file of it that PyTorch loads with `load_state_dict`. Without `num_batches_tracked`, which PyTorch
 * does not miss.
 *
 * @throws StateError for a layer whose layout in PyTorch is not known
 */
export async function exportWeights(model: LayersModel): Promise<Map<string, HostTensor<Float32Array>>> {
  const tensors = await Promise.all(
    torchEntries(model).map(async ({ key, variable, torchShape, order }): Promise<[string, HostTensor<Float32Array>]> => {
      // Weights are float32; a copy, because some backends hand out the memory that they compute on.
      const values = Float32Array.from(await variable.read().data<'float32'>());
      const shape = variable.shape.map((size) => size ?? 0);
      return [key, { dtype: 'float32', shape: torchShape, data: order === undefined ? values : permuteAxes(values, shape, inverse(order)) }];
    }),
  );
  return new Map(tensors);
}
