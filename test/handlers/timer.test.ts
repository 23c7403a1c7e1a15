import * as tf from '@tensorflow/tfjs-core';
import { Engine, Events } from '../../src/engine';
import { OptionError } from '../../src/errors';
import { Timer } from '../../src/handlers';
import { useTestBackend } from '../support/backend';

useTestBackend();

let seconds = 0;
const clock = { now: () => seconds * 1000 };
beforeEach(() => {
  seconds = 100;
});

it('runs from its construction on', () => {
  const timer = new Timer({ clock });
  seconds += 2;
  expect([timer.value(), timer.total, timer.stepCount, timer.running]).toEqual([2, 0, 0, true]);
});

it('leaves out the time between pause and resume, and doing either twice does nothing', () => {
  const timer = new Timer({ clock });
  seconds += 1;
  timer.pause();
  seconds += 5;
  timer.pause();
  expect([timer.value(), timer.total, timer.running]).toEqual([1, 1, false]);
  timer.resume();
  seconds += 2;
  timer.resume();
  seconds += 4;
  expect([timer.value(), timer.total, timer.running]).toEqual([7, 1, true]);
});

it('an average is over steps, and over one where there are none', () => {
  const timer = new Timer({ average: true, clock });
  seconds += 6;
  expect(timer.value()).toBe(6);
  for (let step = 0; step < 3; step++) timer.step();
  expect([timer.value(), timer.stepCount]).toEqual([2, 3]);
});

it('reset sets to zero and starts', () => {
  const timer = new Timer({ clock });
  seconds += 1;
  timer.step();
  timer.pause();
  seconds += 1;
  timer.reset();
  expect([timer.value(), timer.total, timer.stepCount, timer.running]).toEqual([0, 0, 0, true]);
});

describe('attached', () => {
  const engine = (): Engine<number, void> => new Engine(() => void (seconds += 3));

  it('measures the run, and anew at the next one', async () => {
    const trainer = engine();
    const timer = new Timer({ clock });
    timer.attach(trainer);
    seconds += 50;
    await trainer.run([1, 2]);
    seconds += 50;
    expect([timer.value(), timer.running]).toEqual([6, false]);
    await trainer.run([1]);
    expect(timer.value()).toBe(3);
  });

  it.each([
    [{ start: Events.EPOCH_STARTED, pause: Events.EPOCH_COMPLETED }, 12, 0],
    [{ resume: Events.ITERATION_STARTED, pause: Events.ITERATION_COMPLETED, step: Events.ITERATION_COMPLETED }, 19, 6],
    // Paused and resumed at one event it runs on, as the order says.
    [{ resume: Events.EPOCH_COMPLETED, pause: Events.EPOCH_COMPLETED.or(Events.COMPLETED), step: Events.EPOCH_STARTED }, 24, 2],
  ])('at %o gives %d s in %d steps', async (attachment, expected, steps) => {
    const trainer = engine();
    trainer.on(Events.GET_BATCH_STARTED, () => (seconds += 1));
    // The first fetch falls into the time between STARTED and the first resume.
    const timer = new Timer({ clock });
    timer.attach(trainer, attachment);
    await trainer.run([1, 2, 3], { maxEpochs: 2 });
    expect([timer.value(), timer.stepCount]).toEqual([expected, steps]);
  });

  it('is over after remove()', async () => {
    const trainer = engine();
    const timer = new Timer({ clock });
    timer.attach(trainer, { step: Events.ITERATION_COMPLETED, resume: Events.ITERATION_STARTED }).remove();
    await trainer.run([1, 2]);
    expect([timer.value(), timer.stepCount, timer.running]).toEqual([6, 0, true]);
  });
});

it('makes no tensors', () => {
  const before = tf.memory().numTensors;
  new Timer().value();
  expect(tf.memory().numTensors).toBe(before);
});

it('refuses wrong options, engines and events', () => {
  expect(() => new Timer({ average: 1 } as never)).toThrow(OptionError);
  expect(() => new Timer({ clock: Date })).toThrow(OptionError);
  expect(() => new Timer().attach({} as never)).toThrow('Timer.attach.engine: expected an engine');
  expect(() => new Timer().attach(new Engine(() => 0), { stop: Events.COMPLETED } as never)).toThrow(OptionError);
  expect(() => new Timer().attach(new Engine(() => 0), { pause: 'COMPLETED' } as never)).toThrow(OptionError);
});
