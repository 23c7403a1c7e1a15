import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as z from 'zod/mini';
import { DataError } from '../errors';
import { checkFileName } from '../internal';
import { freeze } from '../models';
import type { FileSystem } from './durable-files';
import { diskFailure } from './durable-files';
import { settleFolder, writeFolder } from './write-folder';

const WEIGHTS = 'weights.bin';

const manifest = z.object({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(z.looseObject({ name: z.string(), shape: z.array(z.int()), dtype: z.string() })) })),
});

/**
 * Saves a model in the layers format of TensorFlow.js, as `model.json` and `weights.bin` in a folder, on every backend.
 *
 * The folder is written all or nothing. `tf.loadLayersModel` of plain TensorFlow.js reads it.
 *
 * @param directory path of a folder of its own; it may exist when it holds an older save
 * @throws DataError when the folder holds other files, or the disk fails
 *
 * @example
 * ```ts
 * import { densenet121 } from 'tfjs-ignite/models';
 * import { loadModel, saveModel } from 'tfjs-ignite/node';
 *
 * await saveModel('out/model', densenet121({ classes: 10 }));
 * const model = await loadModel('out/model');
 * ```
 */
export async function saveModel(directory: string, model: LayersModel, fileSystem?: FileSystem): Promise<void> {
  await writeFolder('saveModel', directory, await modelFiles(model), fileSystem);
}

/** The files of a model in the layers format, by name. */
export async function modelFiles(model: LayersModel): Promise<Map<string, Uint8Array>> {
  const { modelTopology, weightSpecs = [], weightData, ...rest } = await artifactsOf(model);
  const weightsManifest = [{ paths: [WEIGHTS], weights: weightSpecs }];
  const json = { format: rest.format, generatedBy: rest.generatedBy, convertedBy: rest.convertedBy, modelTopology, weightsManifest };
  return new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(json))],
    [WEIGHTS, new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData))],
  ]);
}

/**
 * Loads a model that was saved with {@link saveModel}, or any model in the layers format whose files lie in one folder.
 *
 * Layers that were saved as not trainable are frozen again, batch normalisation included.
 *
 * @throws DataError when a file is missing or damaged
 */
export async function loadModel(directory: string): Promise<LayersModel> {
  await settleFolder(directory);
  const path = join(resolve(directory), 'model.json');
  const { modelTopology, weightsManifest } = parseModelJson(path, await readText('loadModel', path));
  const parts: Buffer[] = [];
  for (const name of weightsManifest.flatMap(({ paths }) => paths)) {
    checkFileName('loadModel', name); // a file from elsewhere must not lead out of its folder
    parts.push(await read('loadModel', join(resolve(directory), name)));
  }
  const data = Buffer.concat(parts);
  // The specs were checked as far as they are read here; their dtypes are checked by TensorFlow.js.
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights) as tf.io.WeightsManifestEntry[];
  const weightData = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const model = await build(path, { modelTopology, weightSpecs, weightData });
  freeze(model.layers.filter(({ trainable, weights }) => !trainable && weights.length > 0));
  return model;
}

/** Reads a file as text; a `DataError` that names it when that fails. */
export async function readText(owner: string, path: string): Promise<string> {
  return (await read(owner, path)).toString('utf8');
}

async function read(owner: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw diskFailure(owner, `to read ${path}`, cause);
  }
}

async function artifactsOf(model: LayersModel): Promise<tf.io.ModelArtifacts> {
  let artifacts: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler((given) => {
      artifacts = given;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    }),
  );
  return artifacts;
}

function parseModelJson(path: string, text: string): z.output<typeof manifest> {
  try {
    return z.parse(manifest, JSON.parse(text));
  } catch (cause) {
    throw new DataError({ owner: 'loadModel', expected: `${path} to describe a model in the layers format of TensorFlow.js`, got: cause, cause });
  }
}

async function build(path: string, artifacts: tf.io.ModelArtifacts & { weightData: ArrayBuffer; weightSpecs: tf.io.WeightsManifestEntry[] }): Promise<LayersModel> {
  try {
    const size = artifacts.weightSpecs.reduce((sum, { shape }) => sum + 4 * shape.reduce((product, length) => product * length, 1), 0);
    const plain = artifacts.weightSpecs.every(({ dtype, quantization }) => dtype === 'float32' && quantization === undefined);
    if (plain && size !== artifacts.weightData.byteLength) throw new Error(`the weights have ${artifacts.weightData.byteLength} bytes instead of ${size}`);
    return await tfl.loadLayersModel(tf.io.fromMemory(artifacts));
  } catch (cause) {
    throw new DataError({ owner: 'loadModel', expected: `a whole model in ${path} and the files beside it`, got: cause, mend: 'Save the model again.', cause });
  }
}
