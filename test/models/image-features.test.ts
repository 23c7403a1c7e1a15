import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor } from '../../src/contracts';
import { CenterCrop, collate, Compose, IMAGENET_STATISTICS, Normalize, Resize, ToTensor } from '../../src/data';
import type { RgbImage, Transform } from '../../src/data';
import { densenet, loadWeights, splitHead } from '../../src/models';
import type { SplitModel } from '../../src/models';
import { sharpDecoder } from '../../src/node/sharp-decoder';
import { readSafetensors } from '../../src/safetensors';
import { useTestBackend } from '../support/backend';
import type { GoldenWeights } from './golden';
import { goldenVision, largestDifference, readGolden } from './golden';

interface Row {
  role: string;
  image: string;
  blog: { features: number[]; logits: number[] };
  imagenet: { features: number[]; logits: number[] };
}

interface GoldenFeatures {
  weights: string;
  transforms: Record<'blog' | 'imagenet', { ops: { op: string; size: number }[]; tensor: 'unit' | 'normalized' }>;
  rows: Row[];
}

useTestBackend();

const golden = readGolden<GoldenFeatures>('features.json');
const { model: shape, tolerance } = readGolden<GoldenWeights>('weights.json');
const decoder = sharpDecoder();

function preprocessing(name: 'blog' | 'imagenet'): Transform<RgbImage, HostTensor> {
  const { ops, tensor } = golden.transforms[name];
  const [resize, crop] = [ops.find(({ op }) => op === 'resize'), ops.find(({ op }) => op === 'centerCrop')];
  const toImage = new Compose([new Resize(resize?.size ?? 0), new CenterCrop(crop?.size ?? 0), new ToTensor()]);
  return tensor === 'unit' ? toImage : new Compose([toImage, new Normalize(IMAGENET_STATISTICS)]);
}

describe('a picture from file to logits', () => {
  let split: SplitModel;

  beforeAll(() => {
    const { growthRate, blockConfig, numInitFeatures, bnSize, numClasses } = shape;
    const model = densenet({ growthRate, blockConfig, numInitFeatures, bnSize, classes: numClasses });
    loadWeights(model, readSafetensors(new Uint8Array(readFileSync(join(goldenVision, golden.weights)))).tensors);
    split = splitHead(model);
  });

  const cases = golden.rows.flatMap((row) => (['blog', 'imagenet'] as const).map((name) => [row.role, name, row] as const));
  it.each(cases)('%s with the %s transform equals torchvision', async (_, name, row) => {
    const path = join(goldenVision, row.image);
    const image = preprocessing(name).apply(await decoder.decode(readFileSync(path), path));
    const [features, logits] = tf.tidy(() => {
      const output = split.backbone.predict(collate([[image, 0]])[0]) as tf.Tensor;
      return [output, split.head.predict(output) as tf.Tensor].map((each) => Array.from(each.dataSync()));
    }) as unknown as [number[], number[]];
    expect(largestDifference([features, logits], [row[name].features, row[name].logits])).toBeLessThan(tolerance.float32);
  });
});
