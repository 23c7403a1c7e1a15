import { Engine } from '../../src/engine';
import { parseEngineOptions } from '../../src/engine/engine-options';
import { OptionError } from '../../src/errors';

test.each<[string, object, string]>([
  ['an unknown option', { clocks: 1 }, 'only options that it has (clock, release, logger, deterministic)'],
  ['a clock without now()', { clock: {} }, 'Engine.clock: expected a clock with now()'],
  ['a release that is no function', { release: {} }, 'Engine.release: expected a function'],
  ['a logger without warn()', { logger: { info: () => undefined } }, 'Engine.logger: expected a logger with warn()'],
  ['a seed that is no integer', { deterministic: { seed: 0.5 } }, 'Engine.deterministic.seed: expected an integer'],
  ['deterministic without a seed', { deterministic: {} }, 'Engine.deterministic.seed: expected'],
])('%s is refused', (_, options, message) => {
  const make = (): Engine => new Engine(() => 1, options);
  expect(make).toThrow(OptionError);
  expect(make).toThrow(message);
});

test('without options time passes, warnings go to the console, and there is no seed', () => {
  const { clock, logger, seed } = parseEngineOptions({});
  const before = clock.now();
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  expect(logger).toBe(console);
  expect(seed).toBeUndefined();
});
