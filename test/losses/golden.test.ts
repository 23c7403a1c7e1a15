import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as losses from '../../src/losses';
import { useTestBackend } from '../support/backend';

useTestBackend();

interface Stored {
  shape: number[];
  dtype: 'float32' | 'int32' | 'bool';
  data: number[];
}

interface LossCase {
  id: string;
  metric: string;
  options: { lossFn: Record<string, unknown> & { loss: string }; batchSize?: string };
  updates: Stored[][];
  layout?: string;
  raises?: string;
  expected: number;
}

type LossFunction = (yPred: tf.Tensor, y: tf.Tensor, options: object) => tf.Tensor;

const { cases } = JSON.parse(readFileSync(join(__dirname, '../fixtures/golden/metrics.json'), 'utf8')) as { cases: LossCase[] };
const known = losses as unknown as Record<string, LossFunction>;
// The mean over a batch, weighted by the batch's size, is what was recorded.
const usable = cases.filter(({ metric, raises, options, updates }) => metric === 'Loss' && raises === undefined && options.batchSize === undefined && options.lossFn.loss in known && updates[0]?.length === 2);

const tensor = ({ shape, dtype, data }: Stored) => tf.tensor(data, shape, dtype);

function channelsLast(stored: Stored, layout: string | undefined): tf.Tensor {
  const value = tensor(stored);
  if (layout?.startsWith('NC') !== true) return value;
  return tf.transpose(value, [0, ...Array.from({ length: value.rank - 2 }, (_, axis) => axis + 2), 1]);
}

describe('losses as torch computes them', () => {
  it('has cases of every kind', () => {
    expect(new Set(usable.map((each) => each.options.lossFn.loss)).size).toBeGreaterThanOrEqual(8);
  });

  it.each(usable.map((each) => [each.id, each] as const))('%s', (_, { options, updates, layout, expected }) => {
    const { loss, ...given } = options.lossFn;
    const prepared = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeof value === 'object' ? tensor(value as Stored) : value]));
    let [sum, examples] = [0, 0];
    for (const [yPred, y] of updates as [Stored, Stored][]) {
      const size = yPred.shape[0] ?? 0;
      sum += size * ((known[loss] as LossFunction)(channelsLast(yPred, layout), tensor(y), prepared).dataSync()[0] ?? NaN);
      examples += size;
    }
    expect(Math.abs(sum / examples - expected)).toBeLessThanOrEqual(1e-5 + 1e-4 * Math.abs(expected));
  });
});
