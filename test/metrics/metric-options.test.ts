import { serial } from '../../src/distributed';
import { OptionError } from '../../src/errors';
import { parseMetricOptions } from '../../src/metrics';
import { checkFunction } from '../../src/metrics/metric-options';

test('defaults', () => {
  const { communicator, ...rest } = parseMetricOptions('test');
  expect(rest).toEqual({ skipUnrolling: false, metricsResultMode: 'both' });
  expect([communicator.rank, communicator.size]).toEqual([serial.rank, serial.size]);
});

test.each([
  [{ outputTransform: 1 }],
  [{ skipUnrolling: 'yes' }],
  [{ metricsResultMode: 'all' }],
  [{ communicator: {} }],
  [{ device: 'cpu' }],
])('refuses %p', (options) => {
  expect(() => parseMetricOptions('test', options as object)).toThrow(OptionError);
});

test('a function is a function', () => {
  expect(() => checkFunction('test', () => 1)).not.toThrow();
  expect(() => checkFunction('test', 'f')).toThrow(OptionError);
});
