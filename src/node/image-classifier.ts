import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as z from 'zod/mini';
import type { HostTensor } from '../contracts';
import { collate, transformFromJSON } from '../data';
import type { RgbImage, Transform, TransformJson } from '../data';
import { DataError, OptionError, ShapeError } from '../errors';
import { parseOptions } from '../internal';
import { readArray } from '../tensor';
import type { FileSystem } from './durable-files';
import { diskFailure } from './durable-files';
import { loadModel, modelFiles, readText } from './model-io';
import { sharpDecoder } from './sharp-decoder';
import { writeFolder } from './write-folder';

const LABELS = 'labels.json';
const PREPROCESSING = 'preprocessing.json';

const names = z.array(z.string()).check(z.minLength(1));
const schema = z.strictObject({
  labels: names,
  preprocessing: z.custom<Preprocessing>((value: unknown) => typeof value === 'object' && value !== null, 'a transform, or its JSON'),
});

/** A transform from a decoded picture to the model's input, or its JSON. */
export type Preprocessing = Pick<Transform<RgbImage, HostTensor>, 'toJSON'> | TransformJson;

/** What a saved classifier needs besides its model. */
export interface ImageClassifierParts {
  /** Name of each class, in the order of the model's outputs. */
  readonly labels: readonly string[];
  /** What happens to a picture before the model sees it. */
  readonly preprocessing: Preprocessing;
}

/** A class and how likely it is. */
export interface Classification {
  readonly label: string;
  /** Softmax of the logits, from 0 to 1. */
  readonly probability: number;
}

/** A model that names the class of a picture. */
export interface ImageClassifier {
  /** The names of all classes, in the order of the model's outputs. */
  readonly labels: readonly string[];
  /**
   * The most likely classes of the picture in a file, most likely first.
   *
   * @param top how many; all when there are fewer
   * @throws DataError when the file cannot be read or is no picture
   */
  classify(path: string, top?: number): Promise<Classification[]>;
  /** Frees the model. */
  dispose(): void;
}

/**
 * Saves a classifier as a folder that needs nothing else: `model.json` and `weights.bin` in the layers format of TensorFlow.js,
 * `labels.json` (an array of names) and `preprocessing.json` (a transform), all or nothing.
 *
 * @param directory path of a folder of its own; it may exist when it holds an older save
 * @throws OptionError when there is not one label a class; DataError when the folder holds other files, or the disk fails
 *
 * @example
 * ```ts
 * import { CenterCrop, Compose, Resize, ToTensor } from 'tfjs-ignite/data';
 * import { densenet121 } from 'tfjs-ignite/models';
 * import { loadImageClassifier, saveImageClassifier } from 'tfjs-ignite/node';
 *
 * const preprocessing = new Compose([new Resize(256), new CenterCrop(224), new ToTensor()]);
 * await saveImageClassifier('out/model', densenet121({ classes: 2 }), { labels: ['cat', 'dog'], preprocessing });
 * const classifier = await loadImageClassifier('out/model');
 * console.log(await classifier.classify('picture.jpg'));
 * ```
 */
export async function saveImageClassifier(directory: string, model: LayersModel, parts: ImageClassifierParts, fileSystem?: FileSystem): Promise<void> {
  const { labels, preprocessing } = parseOptions('saveImageClassifier', schema, parts);
  const classes = classCount(model);
  if (labels.length !== classes) {
    throw new OptionError({ owner: 'saveImageClassifier.labels', expected: `${classes} names, one an output of the model`, got: labels.length });
  }
  transformFromJSON(JSON.parse(JSON.stringify(preprocessing))); // what cannot be read back must not be saved
  const files = await modelFiles(model);
  files.set(LABELS, encode(labels));
  files.set(PREPROCESSING, encode(preprocessing));
  await writeFolder('saveImageClassifier', directory, files, fileSystem);
}

/**
 * Loads a classifier that {@link saveImageClassifier} saved.
 *
 * Pictures are decoded with sharp, an optional peer dependency.
 *
 * @throws DataError when a file is missing or damaged
 */
export async function loadImageClassifier(directory: string): Promise<ImageClassifier> {
  const model = await loadModel(directory);
  try {
    const folder = resolve(directory);
    const labels = await parsed(join(folder, LABELS), (json) => z.parse(names, json));
    const transform = await parsed(join(folder, PREPROCESSING), (json) => transformFromJSON<RgbImage, HostTensor>(json));
    const classes = classCount(model);
    if (labels.length !== classes) throw new DataError({ owner: 'loadImageClassifier', expected: `${classes} names in ${join(folder, LABELS)}`, got: labels.length });
    return classifier(model, labels, transform);
  } catch (error) {
    model.dispose();
    throw error;
  }
}

function classifier(model: LayersModel, labels: readonly string[], transform: Transform<RgbImage, HostTensor>): ImageClassifier {
  const decoder = sharpDecoder();
  return {
    labels,
    async classify(path, top = 5) {
      if (!Number.isInteger(top) || top < 1) throw new OptionError({ owner: 'classify.top', expected: 'a whole number from 1 up', got: top });
      const bytes = await readFile(path).catch((cause: unknown) => {
        throw diskFailure('classify', `to read the picture ${path}`, cause);
      });
      const image = transform.apply(await decoder.decode(bytes, path));
      const output = tf.tidy(() => tf.softmax(model.predict(collate([[image, 0]])[0]) as tf.Tensor2D)); // one output: see classCount
      const probabilities = Array.from(await readArray(output));
      output.dispose();
      const ranked = probabilities.map((probability, index) => ({ label: labels[index] ?? '', probability }));
      return ranked.sort((a, b) => b.probability - a.probability).slice(0, top);
    },
    dispose: () => void model.dispose(),
  };
}

function classCount(model: LayersModel): number {
  const [output, ...others] = model.outputs;
  const classes = output?.shape[1];
  if (others.length > 0 || output?.shape.length !== 2 || typeof classes !== 'number') {
    throw new ShapeError({ owner: model.name, expected: 'one output of shape [N, classes]', got: model.outputs.map(({ shape }) => shape) });
  }
  return classes;
}

async function parsed<T>(path: string, parse: (json: unknown) => T): Promise<T> {
  const text = await readText('loadImageClassifier', path);
  try {
    return parse(JSON.parse(text));
  } catch (cause) {
    throw new DataError({ owner: 'loadImageClassifier', expected: `${path} to be as it was saved`, got: cause, mend: 'Save the classifier again.', cause });
  }
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
