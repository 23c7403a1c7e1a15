import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as z from 'zod/mini';
import type { FileStore, HostTensor, Logger } from '../../contracts';
import { collate } from '../../data';
import type { Dataset } from '../../data';
import { ShapeError, SkipSample } from '../../errors';
import { hasMethods, parseOptions } from '../../internal';
import { readArray } from '../../tensor';
import { cacheKey, openChunkCache } from './chunk-cache';
import { FeatureDataset } from './feature-dataset';
import type { FeatureTable } from './feature-dataset';

const callback = z.custom<(progress: FeatureProgress) => void>((value) => typeof value === 'function', 'a function');

const schema = z.strictObject({
  batchSize: z._default(z.int().check(z.gte(1)), 32),
  cache: z.optional(z.custom<FileStore>((value) => hasMethods(value, 'list', 'read', 'write', 'remove'), 'a file store')),
  key: z.optional(z.record(z.string(), z.unknown())),
  onBatch: z.optional(callback),
  signal: z.optional(z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'an AbortSignal')),
  logger: z.optional(z.custom<Logger>((value) => hasMethods(value, 'info', 'warn', 'error'), 'a logger')),
});

/** How far {@link extractFeatures} is. */
export interface FeatureProgress {
  /** Batches done, and of how many. */
  readonly batch: number;
  readonly batches: number;
  /** Samples done, skipped ones included, and of how many. */
  readonly samples: number;
  readonly length: number;
  /** Whether this batch came from the cache. */
  readonly cached: boolean;
}

/** Options of {@link extractFeatures}. */
export interface ExtractFeaturesOptions {
  /** Samples that the backbone sees at once. @default 32 */
  readonly batchSize?: number;
  /** Where finished batches are kept, one file each. @default none, everything is computed */
  readonly cache?: FileStore;
  /**
   * What the samples are: everything, as JSON, that the features depend on besides the weights, the batch size and the backend, that
   * is the transform and the list of samples with their sizes and times. Required with a cache.
   */
  readonly key?: Readonly<Record<string, unknown>>;
  /** Called after each batch, with how far it is. */
  readonly onBatch?: (progress: FeatureProgress) => void;
  /** Ends the work before the next batch; finished batches stay in the cache. */
  readonly signal?: AbortSignal;
  /** Where it says that a file of the cache was damaged and is computed again. @default console */
  readonly logger?: Logger;
}

/**
 * Runs every sample through a frozen backbone once, in inference mode, and keeps the features.
 *
 * Batches have fixed boundaries, and with a `cache` each finished one is a file, so a run that was killed computes only what is
 * missing, and its features are the same bits. A damaged file is computed again, with a notice. The next batch is decoded while
 * the backbone runs. Samples that the dataset skips (`SkipSample`) are left out.
 *
 * @param backbone images -> `[N, features]`; see {@link splitHead}
 * @param dataset samples `[image, label]`, all images of one shape
 * @throws OptionError for wrong options; ShapeError when the backbone's output has another rank; the reason of `signal`; what
 * `dataset.get` and the cache throw
 */
export async function extractFeatures(
  backbone: LayersModel,
  dataset: Dataset<readonly [HostTensor, number]>,
  options: ExtractFeaturesOptions = {},
): Promise<FeatureDataset> {
  const { batchSize, cache, key, onBatch, signal, logger } = parseOptions('extractFeatures', schema, options);
  const chunks = cache === undefined ? undefined : await openChunkCache(cache, await cacheKey(backbone, batchSize, key), logger ?? console);
  const batches = Math.ceil(dataset.length / batchSize);
  const tables: FeatureTable[] = [];
  const load = (batch: number): Promise<Samples> => loadSamples(dataset, batch * batchSize, Math.min((batch + 1) * batchSize, dataset.length));
  let ahead: { batch: number; samples: Promise<Samples> } | undefined;
  try {
    for (let batch = 0; batch < batches; batch++) {
      await turn();
      signal?.throwIfAborted();
      const kept = await chunks?.read(batch);
      let table = kept;
      if (table === undefined) {
        const pending = ahead?.batch === batch ? ahead.samples : load(batch);
        const samples = await pending;
        ahead = batch + 1 < batches && !chunks?.has(batch + 1) ? { batch: batch + 1, samples: quietly(load(batch + 1)) } : undefined;
        table = await run(backbone, samples);
        await chunks?.write(batch, table);
      }
      tables.push(table);
      const samples = Math.min((batch + 1) * batchSize, dataset.length);
      onBatch?.({ batch: batch + 1, batches, samples, length: dataset.length, cached: kept !== undefined });
    }
  } finally {
    await ahead?.samples.catch(() => undefined); // no decoding goes on after an error
  }
  return new FeatureDataset(joinTables(tables, featureWidth(backbone)));
}

interface Samples {
  readonly samples: readonly (readonly [HostTensor, number])[];
  readonly indices: Int32Array;
}

async function loadSamples(dataset: Dataset<readonly [HostTensor, number]>, from: number, to: number): Promise<Samples> {
  const loaded = await Promise.all(
    Array.from({ length: to - from }, async (_, offset) => {
      try {
        return { index: from + offset, sample: await dataset.get(from + offset) };
      } catch (error) {
        if (error instanceof SkipSample) return undefined;
        throw error;
      }
    }),
  );
  const present = loaded.filter((each) => each !== undefined);
  return { samples: present.map(({ sample }) => sample), indices: Int32Array.from(present, ({ index }) => index) };
}

async function run(backbone: LayersModel, { samples, indices }: Samples): Promise<FeatureTable> {
  const width = featureWidth(backbone);
  if (samples.length === 0) return { features: new Float32Array(), width, labels: new Int32Array(), indices };
  const output = tf.tidy(() => backbone.predictOnBatch(collate(samples)[0]) as tf.Tensor); // one output: see featureWidth
  try {
    // A copy, because some backends hand out the memory of the tensor; features are float32.
    return { features: Float32Array.from(await readArray(output)), width, labels: Int32Array.from(samples, ([, label]) => label), indices };
  } finally {
    output.dispose();
  }
}

function featureWidth(backbone: LayersModel): number {
  const [output, ...others] = backbone.outputs;
  const width = output?.shape[1];
  if (others.length > 0 || output?.shape.length !== 2 || typeof width !== 'number') {
    const got = backbone.outputs.map(({ shape }) => shape);
    throw new ShapeError({ owner: 'extractFeatures', expected: 'a backbone with one output of shape [N, features]', got, mend: 'Use splitHead(model).backbone.' });
  }
  return width;
}

function joinTables(tables: readonly FeatureTable[], width: number): FeatureTable {
  const rows = tables.reduce((sum, { labels }) => sum + labels.length, 0);
  const joined = { features: new Float32Array(rows * width), width, labels: new Int32Array(rows), indices: new Int32Array(rows) };
  tables.reduce((row, { features, labels, indices }) => {
    joined.features.set(features, row * width);
    joined.labels.set(labels, row);
    joined.indices.set(indices, row);
    return row + labels.length;
  }, 0);
  return joined;
}

/** A failure of work done ahead is reported when its batch is due, or not at all, but never as unhandled. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Lets timers, signals and input have their turn: a backbone on wasm blocks for seconds, and awaiting it frees nothing. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
