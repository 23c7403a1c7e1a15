import { defineEvent, Engine, Events } from '../../src/engine';
import { StateError } from '../../src/errors';
import { globalStepFromEngine } from '../../src/handlers';

it('counts by the other engine, in the unit of the event', async () => {
  const trainer = new Engine(() => 0);
  await trainer.run([1, 2, 3], { maxEpochs: 2 });
  const other = new Engine(() => 0);
  const step = globalStepFromEngine(trainer);
  expect([step(other, 'COMPLETED'), step(other, 'ITERATION_COMPLETED'), step(other, 'TERMINATE'), step(other, null), step(other, 'MINE')]).toEqual([2, 6, 2, 2, 2]);
});

it('counts by the event that it was given', () => {
  const trainer = new Engine(() => 0);
  trainer.state.iteration = 7;
  trainer.state.attributes.saves = 3;
  const SAVES = defineEvent('SAVES', { counter: 'saves' });
  expect(globalStepFromEngine(trainer, Events.ITERATION_STARTED)(trainer, 'COMPLETED')).toBe(7);
  expect(globalStepFromEngine(trainer, SAVES)(trainer, 'COMPLETED')).toBe(3);
});

it('an event whose counter the engine does not have is refused', () => {
  const step = globalStepFromEngine(new Engine(() => 0), defineEvent('OTHER', { counter: 'other' }));
  expect(() => step(new Engine(() => 0), null)).toThrow(StateError);
});
