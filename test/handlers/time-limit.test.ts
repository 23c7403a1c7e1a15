import * as tf from '@tensorflow/tfjs-core';
import type { Logger } from '../../src/contracts';
import { Engine, Events } from '../../src/engine';
import { OptionError } from '../../src/errors';
import { TimeLimit } from '../../src/handlers';
import { useTestBackend } from '../support/backend';

useTestBackend();

let seconds = 0;
const clock = { now: () => seconds * 1000 };
const warn = jest.fn();
const logger: Logger = { info: () => undefined, warn, error: () => undefined };
const engine = (): Engine<number, void> => new Engine(() => void (seconds += 10));
const data = Array.from({ length: 10 }, () => 0);

beforeEach(() => {
  seconds = 0;
  warn.mockClear();
});

it('stops the run at the first iteration that ends later than the limit, and says so once', async () => {
  const trainer = engine();
  const limit = new TimeLimit({ limitSec: 30, clock, logger });
  limit.attach(trainer, { event: Events.ITERATION_COMPLETED.or(Events.TERMINATE).or(Events.COMPLETED) });
  const { iteration, epoch } = await trainer.run(data, { maxEpochs: 3 });
  expect([iteration, epoch]).toEqual([4, 1]);
  expect(warn.mock.calls).toEqual([['TimeLimit: the 30 s are over at iteration 4: stopping the run.']]);
});

it('fires TERMINATE and COMPLETED', async () => {
  const trainer = engine();
  const fired: string[] = [];
  for (const name of ['TERMINATE', 'COMPLETED'] as const) trainer.on(name, () => fired.push(name));
  trainer.on(Events.ITERATION_COMPLETED, new TimeLimit({ limitSec: 1, clock, logger }));
  await trainer.run(data);
  expect(fired).toEqual(['TERMINATE', 'COMPLETED']);
});

it('counts from its construction: what came before the run counts, and a second run has what is left', async () => {
  const trainer = engine();
  new TimeLimit({ limitSec: 60, clock, logger }).attach(trainer);
  seconds = 25;
  expect((await trainer.run(data)).iteration).toBe(4);
  expect((await trainer.run(data)).iteration).toBe(1);
  expect(warn).toHaveBeenCalledTimes(2);
});

it('with resetEvent STARTED each run has the whole time', async () => {
  const trainer = engine();
  new TimeLimit({ limitSec: 60, clock, logger }).attach(trainer, { resetEvent: Events.STARTED });
  seconds = 1000;
  expect((await trainer.run(data)).iteration).toBe(7);
  trainer.state.maxEpochs = null;
  expect((await trainer.run(data)).iteration).toBe(7);
});

it('looks only at the filtered event', async () => {
  const trainer = engine();
  new TimeLimit({ limitSec: 15, clock, logger }).attach(trainer, { event: Events.ITERATION_COMPLETED.every(5) });
  expect((await trainer.run(data)).iteration).toBe(5);
});

it('is over after remove()', async () => {
  const trainer = engine();
  new TimeLimit({ limitSec: 15, clock, logger }).attach(trainer, { resetEvent: Events.STARTED }).remove();
  expect((await trainer.run(data)).iteration).toBe(10);
});

it('makes no tensors', async () => {
  const before = tf.memory().numTensors;
  const trainer = engine();
  new TimeLimit({ clock, logger }).attach(trainer);
  await trainer.run(data);
  expect(tf.memory().numTensors).toBe(before);
});

it.each([{ limitSec: 0 }, { limitSec: -1 }, { limitSec: 1.5 }, { limitSec: '8h' }, { seconds: 1 }, { clock: 1 }, { logger: {} }])('refuses %j', (wrong) => {
  expect(() => new TimeLimit(wrong as never)).toThrow(OptionError);
});

it('refuses what is no engine and no event', () => {
  expect(() => new TimeLimit().attach(null as never)).toThrow(OptionError);
  expect(() => new TimeLimit().attach(engine(), Events.STARTED as never)).toThrow(OptionError);
});
