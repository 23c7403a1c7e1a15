import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { Engine, Events } from '../../src/engine';
import { NotComputableError, OptionError, ShapeError } from '../../src/errors';
import { Frequency, MetricUsage } from '../../src/metrics';
import { ranks } from '../support/two-ranks';
import { describeContract, subject } from './contract';

/** One second has passed whenever it is asked after the beginning. */
function oneSecond(): { now: () => number } {
  let asked = false;
  return {
    now: () => {
      const milliseconds = asked ? 1000 : 0;
      asked = true;
      return milliseconds;
    },
  };
}

describeContract([
  subject({
    name: 'Frequency',
    make: (options) => new Frequency({ ...options, clock: oneSecond() }),
    example: fc.integer({ min: 1, max: 100 }),
    batch: (examples: readonly number[]) => tf.scalar(examples.reduce((sum, count) => sum + count, 0)),
    refused: { NaN: () => NaN, 'two numbers': () => tf.tensor1d([1, 2]), text: () => '3' },
  }),
]);

/** An engine whose steps take the given milliseconds, and a clock that they move on. */
function timedEngine(): { engine: Engine<number>; clock: { now: () => number } } {
  let milliseconds = 7000;
  const engine = new Engine((_, step: number) => {
    milliseconds += step;
    return 10;
  });
  return { engine, clock: { now: () => milliseconds } };
}

test('the sum of the outputs by the seconds since the reset, without its fraction', () => {
  let milliseconds = 250;
  const frequency = new Frequency({ clock: { now: () => milliseconds } });
  milliseconds = 1250;
  frequency.update(64);
  expect(frequency.compute()).toBe(64);
  milliseconds = 3250;
  frequency.update(36);
  milliseconds = 99_000;
  expect(frequency.compute()).toBe(33);
  frequency.reset();
  milliseconds = 99_500;
  frequency.update(5);
  expect(frequency.compute()).toBe(10);
});

test('attached it starts over with each epoch and is there after every iteration', async () => {
  const { engine, clock } = timedEngine();
  new Frequency({ clock }).attach(engine, 'perSecond');
  const seen: unknown[] = [];
  engine.on(Events.ITERATION_COMPLETED, ({ state }) => void seen.push(state.metrics.perSecond));
  await engine.run([1000, 3000], { maxEpochs: 2 });
  expect(seen).toEqual([10, 5, 10, 5]);
});

test('computed at every other iteration it counts all of them', async () => {
  const { engine, clock } = timedEngine();
  const everyOther = new MetricUsage({ reset: Events.EPOCH_STARTED, update: Events.ITERATION_COMPLETED, compute: Events.ITERATION_COMPLETED.every(2) });
  new Frequency({ clock }).attach(engine, 'perSecond', everyOther);
  const seen: unknown[] = [];
  engine.on(Events.ITERATION_COMPLETED, ({ state }) => void seen.push(state.metrics.perSecond));
  await engine.run([500, 500, 500]);
  expect(seen).toEqual([undefined, 20, 20]);
});

test('over ranks counts add up, in the mean of the times', async () => {
  const values = await Promise.all(
    ranks(2).map(async (communicator, rank) => {
      let milliseconds = 0;
      const frequency = new Frequency({ communicator, clock: { now: () => milliseconds } });
      milliseconds = rank === 0 ? 1000 : 3000;
      frequency.update(100);
      return frequency.compute();
    }),
  );
  expect(values).toEqual([100, 100]);
});

test('has no value before time has passed, and refuses what is no count or clock', () => {
  const frequency = new Frequency({ clock: { now: () => 1 } });
  frequency.update(3);
  expect(() => frequency.compute()).toThrow(NotComputableError);
  expect(() => frequency.update([3] as never)).toThrow(ShapeError);
  expect(() => new Frequency({ clock: {} as never })).toThrow(OptionError);
  const real = new Frequency();
  expect(() => real.compute()).toThrow(NotComputableError);
});
