import * as tf from '@tensorflow/tfjs-core';
import { Events } from '../../src/engine';
import { OptionError } from '../../src/errors';
import { mse } from '../../src/losses';
import { SGD } from '../../src/optim';
import { createSupervisedTrainer } from '../../src/training';
import type { CaseResult } from './result';

interface Outcome {
  readonly outputs: readonly number[];
  readonly weights: readonly (readonly number[])[];
}

/** A case of the section `gradientAccumulation`. */
export interface AccumulationCase {
  readonly id: string;
  readonly gradientAccumulationSteps: number;
  readonly lr: number;
  readonly init: { readonly w: number; readonly b: number };
  readonly data: readonly { readonly x: readonly number[]; readonly y: readonly number[] }[];
  readonly maxEpochs: number;
  readonly expected: Outcome | { readonly error: unknown };
}

const TOLERANCE = 1e-5;

export async function runGradientAccumulation(one: AccumulationCase): Promise<CaseResult> {
  const { id, expected } = one;
  let ours: Outcome;
  try {
    ours = await play(one);
  } catch (error) {
    if ('error' in expected && error instanceof OptionError) return { id, outcome: 'passed' };
    throw error;
  }
  if ('error' in expected) return { id, outcome: 'failed', detail: 'was not refused' };
  const [got, wanted] = [ours, expected].map(({ outputs, weights }) => [...outputs, ...weights.flat()]);
  const same = got?.length === wanted?.length && got?.every((value, index) => Math.abs(value - (wanted?.[index] ?? NaN)) <= TOLERANCE * Math.max(1, Math.abs(value)));
  if (same === true) return { id, outcome: 'passed' };
  return { id, outcome: 'failed', detail: `${JSON.stringify(ours)} instead of ${JSON.stringify(expected)}` };
}

async function play({ gradientAccumulationSteps, lr, init, data, maxEpochs }: AccumulationCase): Promise<Outcome> {
  const [w, b] = [tf.variable(tf.scalar(init.w)), tf.variable(tf.scalar(init.b))];
  const model = {
    forward: (x: tf.Tensor) => tf.add(tf.mul(w, x), b),
    parameters: () => [{ name: 'w', variable: w }, { name: 'b', variable: b }],
    buffers: () => [],
  };
  const trainer = createSupervisedTrainer(model, new SGD(model, { lr }), mse, { gradientAccumulationSteps });
  const outputs: number[] = [];
  const weights: number[][] = [];
  trainer.on(Events.ITERATION_COMPLETED, ({ state }) => {
    outputs.push(state.output ?? NaN);
    weights.push([w, b].map((variable) => variable.dataSync()[0] ?? NaN));
  });
  await trainer.run(data.map(({ x, y }) => [tf.tensor1d([...x]), tf.tensor1d([...y])] as const), { maxEpochs });
  return { outputs, weights };
}
