import * as tf from '@tensorflow/tfjs-core';
import { CheckpointError } from '../../../src/errors';
import { serial } from '../../../src/distributed';
import { PostponedBatches } from '../../../src/metrics/fairness/postponed-batches';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

function batch(...labels: number[]): [tf.Tensor, tf.Tensor, tf.Tensor] {
  return [tf.zeros([labels.length]), tf.zeros([labels.length]), tf.tensor1d(labels, 'int32')];
}

test('hands batches on when a total is asked for, with labels that one read gave', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const handed: number[][] = [];
  const batches = new PostponedBatches((_yPred, _y, { values }) => void handed.push(Array.from(values, Number)));
  for (const tensors of [batch(1, 2), batch(3)]) {
    batches.add(...tensors);
    tf.dispose(tensors);
  }
  const read = jest.spyOn(tf.Tensor.prototype, 'data');
  await batches.total();
  await batches.total();
  expect(read).toHaveBeenCalledTimes(1);
  expect(handed).toEqual([[1, 2], [3]]);
  expect(tf.memory().numTensors).toBe(before);
});

test('two totals at a time hand each batch on once, and a reset in between all of them not at all', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const handOn = jest.fn();
  const batches = new PostponedBatches(handOn);
  const tensors = batch(1, 2);
  batches.add(...tensors);
  await Promise.all([batches.total(), batches.save()]);
  expect(handOn).toHaveBeenCalledTimes(1);
  batches.add(...tensors);
  const total = batches.total();
  batches.reset();
  await total;
  expect(handOn).toHaveBeenCalledTimes(1);
  tf.dispose(tensors);
  expect(tf.memory().numTensors).toBe(before);
});

test('keeps what comes while a read is under way, and gives up what could not be handed on', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const handOn = jest.fn();
  const batches = new PostponedBatches(handOn);
  const [first, second] = [batch(1), batch(2, 3)];
  batches.add(...first);
  const total = batches.total();
  batches.add(...second);
  await total;
  expect(handOn).toHaveBeenCalledTimes(1);
  handOn.mockImplementation(() => {
    throw new Error('refused');
  });
  await expect(batches.total()).rejects.toThrow('refused');
  tf.dispose([first, second]);
  expect(tf.memory().numTensors).toBe(before);
});

test('has nothing to save, and loads nothing else', async () => {
  const batches = new PostponedBatches(() => undefined);
  expect(await batches.save()).toBeNull();
  expect(() => batches.load(1, serial, 'Test')).toThrow(CheckpointError);
  batches.load(null, serial, 'Test')();
});
