import type { LayersModel } from '@tensorflow/tfjs-layers';
import { joinBytes, sha256 } from '../../internal';
import { leafLayers } from '../layers';

/**
 * A digest of all weights of a model, running statistics included, with their names and shapes: equal for equal models.
 *
 * @returns 64 hexadecimal digits
 */
export async function hashWeights(model: LayersModel): Promise<string> {
  const variables = leafLayers(model).flatMap((layer) => layer.weights);
  const parts: Uint8Array[] = [new TextEncoder().encode(JSON.stringify(variables.map(({ originalName, shape }) => [originalName, shape])))];
  for (const variable of variables) {
    const values = await variable.read().data();
    parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return sha256(joinBytes(parts));
}
