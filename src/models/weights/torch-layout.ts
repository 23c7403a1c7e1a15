import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { StateError } from '../../errors';
import type { Layer } from '../layers';
import { definedShape, leafLayers, variablesOf } from '../layers';

/** One weight of a model and where it stands in a PyTorch state dict. */
export interface TorchEntry {
  /** Key of the state dict: the layer's name and torch's name of the weight. */
  readonly key: string;
  readonly variable: LayerVariable;
  /** Shape in torch's layout. */
  readonly torchShape: readonly number[];
  /** `order[i]` is the axis of torch's layout that becomes axis i here; nothing where the layouts agree. */
  readonly order?: readonly number[];
}

interface Role {
  readonly weight: string;
  readonly order?: readonly number[];
}

const roles: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  Conv2D: { kernel: { weight: 'weight', order: [2, 3, 1, 0] }, bias: { weight: 'bias' } },
  DepthwiseConv2D: { depthwise_kernel: { weight: 'weight', order: [2, 3, 0, 1] }, bias: { weight: 'bias' } },
  Dense: { kernel: { weight: 'weight', order: [1, 0] }, bias: { weight: 'bias' } },
  BatchNormalization: {
    gamma: { weight: 'weight' },
    beta: { weight: 'bias' },
    moving_mean: { weight: 'running_mean' },
    moving_variance: { weight: 'running_var' },
  },
};

/** Every weight of a model with its torch key, in layer order. The layers' names are the keys' first parts. */
export function torchEntries(model: LayersModel): TorchEntry[] {
  return leafLayers(model).flatMap((layer) => [...variablesOf(layer)].map(([name, variable]) => torchEntry(layer, name, variable)));
}

function torchEntry(layer: Layer, name: string, variable: LayerVariable): TorchEntry {
  const role = roles[layer.getClassName()]?.[name];
  if (role === undefined) {
    throw new StateError({
      owner: `${layer.name}/${name}`,
      expected: `a layer whose layout in PyTorch is known (${Object.keys(roles).join(', ')})`,
      got: layer.getClassName(),
    });
  }
  const key = `${layer.name}.${role.weight}`;
  const shape = definedShape(variable);
  if (role.order === undefined) return { key, variable, torchShape: shape };
  const torchShape = inverse(role.order).map((axis) => shape[axis] ?? 0);
  return { key, variable, torchShape, order: role.order };
}

/** The permutation that undoes another. */
export function inverse(order: readonly number[]): number[] {
  return order.map((_, axis) => order.indexOf(axis));
}

/** Values of an array of `shape` with its axes in another order: axis i of the result is axis `order[i]` of the input. */
export function permuteAxes(values: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = order.map((axis) => shape[axis] ?? 0);
  const steps = order.map((axis) => strides[axis] ?? 0);
  const last = sizes.length - 1;
  const innerSize = sizes[last] ?? 1;
  const innerStep = steps[last] ?? 1;
  const result = new Float32Array(values.length);
  const at = new Array<number>(last).fill(0);
  for (let written = 0, base = 0; written < result.length; ) {
    for (let index = 0, from = base; index < innerSize; index++, from += innerStep) result[written++] = values[from] ?? 0;
    for (let axis = last - 1; axis >= 0; axis--) {
      const next = (at[axis] ?? 0) + 1;
      base += steps[axis] ?? 0;
      if (next < (sizes[axis] ?? 0)) {
        at[axis] = next;
        break;
      }
      at[axis] = 0;
      base -= next * (steps[axis] ?? 0);
    }
  }
  return result;
}
