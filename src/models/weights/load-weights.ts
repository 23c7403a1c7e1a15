import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as z from 'zod/mini';
import type { HostTensor } from '../../contracts';
import { WeightFileError } from '../../errors';
import { parseOptions } from '../../internal';
import { toFloat32 } from '../../safetensors';
import { writeVariable } from '../layers';
import { matchKeys } from './match-keys';
import { permuteAxes, torchEntries } from './torch-layout';

const schema = z.strictObject({ strict: z._default(z.boolean(), true) });

/** How {@link loadWeights} treats keys that do not match. */
export interface LoadWeightsOptions {
  /** Whether a key that is missing or left over is an error. A wrong shape always is. @default true */
  readonly strict?: boolean;
}

/** Keys that did not match; both lists are empty after a strict load. */
export interface LoadWeightsReport {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

/**
 * Puts the tensors of a PyTorch state dict into a model whose layers carry torch's names.
 *
 * Layouts are converted (convolutions OIHW -> HWIO, linear `[out, in]` -> `[in, out]`), float16, bfloat16 and float64 become
 * float32, `num_batches_tracked` is dropped, the names of old DenseNet files are understood, and a prefix that all keys share
 * (`module.`) is taken off. Either everything is loaded or, after an error, the model is as it was.
 *
 * @param model for instance a {@link densenet121}
 * @param tensors the file's tensors, as `readSafetensors(bytes).tensors`
 * @throws WeightFileError of kind `unexpected-keys`, `missing-keys` or `shape-mismatch`, naming the keys
 *
 * @example
 * ```ts
 * import { densenet, exportWeights, loadWeights } from 'tfjs-ignite/models';
 *
 * const options = { growthRate: 4, blockConfig: [2, 2], numInitFeatures: 8, classes: 5 };
 * const weights = await exportWeights(densenet({ ...options, seed: 1 }));
 * const model = densenet({ ...options, seed: 2 });
 * loadWeights(model, weights); // => { missing: [], unexpected: [] }
 * ```
 */
export function loadWeights(model: LayersModel, tensors: ReadonlyMap<string, HostTensor>, options: LoadWeightsOptions = {}): LoadWeightsReport {
  const { strict } = parseOptions('loadWeights', schema, options);
  const entries = torchEntries(model);
  const { found, missing, unexpected } = matchKeys(entries.map((entry) => entry.key), tensors.keys());
  if (strict) refuseMismatch(model.name, missing, unexpected);
  const matches = entries.flatMap((entry) => {
    const tensor = tensors.get(found.get(entry.key) ?? entry.key);
    return found.has(entry.key) && tensor !== undefined ? [{ entry, tensor }] : [];
  });
  const wrong = matches.filter(({ entry, tensor }) => !sameShape(entry.torchShape, tensor.shape));
  if (wrong.length > 0) {
    const list = wrong.map(({ entry, tensor }) => `${entry.key} is [${tensor.shape.join(', ')}] instead of [${entry.torchShape.join(', ')}]`);
    throw new WeightFileError('shape-mismatch', {
      owner: 'loadWeights',
      expected: `the shapes of ${model.name}; ${listed(list)}`,
      mend: 'Build the model with the number of classes that the file was made for, load, then replace the head.',
    });
  }
  const values = matches.map(({ entry, tensor }) => {
    const flat = toFloat32(tensor);
    return entry.order === undefined ? flat : permuteAxes(flat, entry.torchShape, entry.order);
  });
  for (const [index, { entry }] of matches.entries()) writeVariable(entry.variable, values[index] ?? new Float32Array());
  return { missing, unexpected };
}

function refuseMismatch(name: string, missing: readonly string[], unexpected: readonly string[]): void {
  if (missing.length === 0 && unexpected.length === 0) return;
  const parts = [
    ...(unexpected.length === 0 ? [] : [`it has no weight called ${listed(unexpected)}`]),
    ...(missing.length === 0 ? [] : [`the file lacks ${listed(missing)}`]),
  ];
  throw new WeightFileError(unexpected.length > 0 ? 'unexpected-keys' : 'missing-keys', {
    owner: 'loadWeights',
    expected: `exactly the weights of ${name}; ${parts.join(', and ')}`,
    mend: 'Use a file made for this architecture, or pass { strict: false } to load what matches.',
  });
}

function listed(names: readonly string[]): string {
  const longest = 8;
  return names.length <= longest ? names.join(', ') : `${names.slice(0, longest).join(', ')} and ${names.length - longest} more`;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
