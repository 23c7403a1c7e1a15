import * as tf from '@tensorflow/tfjs-core';
import { valueAndGradients } from '../tensor';
import { backendSources, tryBackend } from './backend';
import type { BackendName } from './backend';
import type { BackendProbe } from './doctor';

/** Starts one backend in this process and times a training step of a small convolutional layer on it. */
export async function probeBackend(name: BackendName): Promise<BackendProbe> {
  const source = backendSources().find((one) => one.name === name);
  if (source === undefined) return { name, outcome: 'failed', reason: 'There is no such backend.', mend: '' };
  const { attempt } = await tryBackend(source);
  const { outcome, reason, mend } = attempt;
  if (outcome !== 'taken') return { name, outcome, reason, mend };
  return { name, outcome: 'works', reason, mend, stepMilliseconds: timeStep() };
}

/** The fastest of a few steps, after one that warms up. */
function timeStep(): number {
  const start = tf.randomUniform<tf.Rank.R4>([3, 3, 16, 16], -0.1, 0.1, 'float32', 1);
  const filter = tf.variable(start);
  const images = tf.randomUniform<tf.Rank.R4>([4, 16, 16, 16], 0, 1, 'float32', 2);
  const times = Array.from({ length: 4 }, () => {
    const begin = performance.now();
    tf.tidy(() => {
      const loss = (): tf.Scalar => tf.mean(tf.square(tf.conv2d(images, filter, 1, 'same')));
      valueAndGradients(loss, [{ name: 'filter', variable: filter }]).gradients.get('filter')?.dataSync();
    });
    return performance.now() - begin;
  });
  tf.dispose([start, filter, images]);
  return Math.min(...times.slice(1));
}
