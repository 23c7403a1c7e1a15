import { State } from '../../../src/engine';
import { OptionError } from '../../../src/errors';
import { formatPostfix } from '../../../src/handlers/loggers/postfix';

it('rounds to four digits and leaves whole numbers alone', () => {
  const state = new State();
  Object.assign(state.metrics, { small: 0.000123456, large: 123456, odd: NaN, nested: { a: [1.5] } });
  expect(formatPostfix(state, { metricNames: 'all' })).toBe('small=0.0001235, large=123456, odd=NaN, nested_a_0=1.5');
});

it('a bare output is called output', () => {
  const state = new State();
  state.output = 0.25;
  expect(formatPostfix(state, { outputTransform: (output) => output })).toBe('output=0.25');
});

it('leaves out what is not there yet', () => {
  expect(formatPostfix(new State(), { metricNames: ['loss'], stateAttributes: ['phase'] })).toBe('');
});

it.each([null, undefined, () => 1])('refuses %p', (value) => {
  expect(() => formatPostfix(new State(), { outputTransform: () => ({ value }) })).toThrow(OptionError);
});
