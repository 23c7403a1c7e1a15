import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { CenterCrop, collate, Compose, Normalize, Resize, ToTensor } from '../../src/data';
import type { RgbImage } from '../../src/data';
import { loadWeights, splitHead } from '../../src/models';
import { readWeightFile } from '../../src/node/read-weight-file';
import { sharpDecoder } from '../../src/node/sharp-decoder';
import { startBackend } from '../support/backend';
import type { Runner } from './result';
import type { VisionCase } from './vision-case';
import { lacking, playAll, within } from './vision-case';
import { applyOp } from './vision-ops';
import type { Op } from './vision-ops';
import { networkOf, readWeightsFile } from './vision-weights-runner';

interface Recipe {
  readonly ops: readonly Op[];
  readonly tensor: 'unit' | 'normalized';
}
interface Expected {
  readonly features: readonly number[];
  readonly logits: readonly number[];
}
interface FeaturesFile {
  readonly weights: string;
  readonly transforms: Readonly<Record<string, Recipe>>;
  readonly rows: readonly (Readonly<Record<string, Expected>> & { readonly image: string })[];
}
interface Statistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Every case of a features.json; the network is that of the weights.json beside it, the statistics those of its transforms.json. */
export function visionFeatureCases(file: string): VisionCase[] {
  const golden = JSON.parse(readFileSync(file, 'utf8')) as FeaturesFile;
  const folder = dirname(file);
  const described = readWeightsFile(join(folder, 'weights.json'));
  const { imagenet } = JSON.parse(readFileSync(join(folder, 'transforms.json'), 'utf8')) as { imagenet: Statistics };
  const decoder = sharpDecoder();
  return golden.rows.flatMap((row) =>
    Object.entries(golden.transforms).map(([name, recipe]) => {
      const id = `${row.image}/${name}`;
      if (described.model.architecture !== 'DenseNet') return lacking(id, described.model.architecture);
      return {
        id,
        check: async () => {
          const model = networkOf(described);
          if (model === undefined) throw new Error(`no ${described.model.architecture}`);
          loadWeights(model, await readWeightFile(join(folder, golden.weights)));
          const image = await decoder.decode(readFileSync(join(folder, row.image)), row.image);
          const { backbone, head } = splitHead(model);
          const [features, logits] = tf.tidy(() => {
            const batch = collate([[preprocess(image, recipe, imagenet), 0]])[0];
            const output = backbone.predict(batch) as tf.Tensor; // one output each
            return [Array.from(output.dataSync()), Array.from((head.predict(output) as tf.Tensor).dataSync())] as const;
          }) as unknown as readonly [number[], number[]];
          model.dispose();
          within('features', [features], row[name] && [row[name].features], described.tolerance.float32);
          within('logits', [logits], row[name] && [row[name].logits], described.tolerance.float32);
        },
      };
    }),
  );
}

/** Runs all of them on the cpu backend. */
export const runVisionFeaturesFile: Runner = async (file) => {
  await startBackend('cpu');
  return playAll(visionFeatureCases(file));
};

function preprocess(image: RgbImage, { ops, tensor }: Recipe, imagenet: Statistics): ReturnType<ToTensor['apply']> {
  const transforms = ops.flatMap((op): (Resize | CenterCrop)[] => (op.op === 'resize' && !op.interpolation && !op.maxSize ? [new Resize(op.size)] : op.op === 'centerCrop' ? [new CenterCrop(op.size)] : []));
  // The transforms that a user writes, where there are such.
  const pixels = transforms.length === ops.length ? new Compose(transforms).apply(image) : ops.reduce(applyOp, image);
  const unit = new ToTensor().apply(pixels);
  return tensor === 'unit' ? unit : new Normalize(imagenet).apply(unit);
}
