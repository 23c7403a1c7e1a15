import { Engine } from '../../src/engine';
import { OptionError } from '../../src/errors';
import { defaultScoreFunction } from '../../src/handlers';

it('reads the metric, times the sign', () => {
  const engine = new Engine(() => 0);
  engine.state.metrics.loss = 2;
  expect([defaultScoreFunction('loss')(engine), defaultScoreFunction('loss', -1)(engine)]).toEqual([2, -2]);
});

it('an unknown metric is refused with the names there are', () => {
  const engine = new Engine(() => 0);
  expect(() => defaultScoreFunction('acc')(engine)).toThrow('The engine has no metrics yet');
  Object.assign(engine.state.metrics, { accuracy: 1, loss: 2 });
  expect(() => defaultScoreFunction('acc')(engine)).toThrow('The metrics there are: accuracy, loss.');
  expect(() => defaultScoreFunction('toString')(engine)).toThrow(OptionError);
});

it('a metric that is no number is refused', () => {
  const engine = new Engine(() => 0);
  engine.state.metrics.perClass = [1, 2];
  expect(() => defaultScoreFunction('perClass')(engine)).toThrow('a metric that is a number, got [1,2]');
});

it('a sign other than 1 and -1 is refused', () => {
  expect(() => defaultScoreFunction('acc', 2 as 1)).toThrow(OptionError);
});
