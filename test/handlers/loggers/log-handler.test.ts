import { Engine, Events, defineEvent } from '../../../src/engine';
import { StateError } from '../../../src/errors';
import { globalStep } from '../../../src/handlers/loggers/log-handler';

test('the step is the counter of the event, whichever it counts by', () => {
  const engine = new Engine(() => 0);
  Object.assign(engine.state, { epoch: 2, iteration: 7 });
  engine.state.attributes['time'] = 5;
  const counted = defineEvent('TIME', { counter: 'time' });
  expect([Events.EPOCH_COMPLETED, Events.ITERATION_STARTED, counted, Events.TERMINATE].map((event) => globalStep('test', engine, event))).toEqual([2, 7, 5, 7]);
});

test('what a transform gives must be a whole number', () => {
  const engine = new Engine(() => 0);
  expect(globalStep('test', engine, Events.COMPLETED, (_, name) => (name === 'COMPLETED' ? 3 : 4))).toBe(3);
  expect(() => globalStep('test', engine, Events.COMPLETED, () => NaN)).toThrow(StateError);
});
