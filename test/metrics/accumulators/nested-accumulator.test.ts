import { CheckpointError } from '../../../src/errors';
import { serial } from '../../../src/distributed';
import { Average, nestedMetrics } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { saved } from './accumulators';

useTestBackend();

function pair() {
  const metrics = { a: new Average(), b: new Average() };
  void metrics.a.update(1);
  void metrics.b.update(2);
  return { metrics, accumulator: nestedMetrics(metrics) };
}

test('resets the metrics with it', () => {
  const { metrics, accumulator } = pair();
  accumulator.reset();
  expect(() => metrics.a.compute()).toThrow();
});

test('saves and loads all metrics', () => {
  const { accumulator } = pair();
  const other = { a: new Average(), b: new Average() };
  nestedMetrics(other).load(saved(accumulator), serial, 'test')();
  expect([other.a.compute(), other.b.compute()]).toEqual([1, 2]);
});

test('loads all of them or none', () => {
  const { metrics, accumulator } = pair();
  const state = saved(accumulator) as Record<string, object>;
  const other = pair();
  void other.metrics.a.update(3);
  expect(() => other.accumulator.load({ a: state.a, b: {} } as never, serial, 'test')).toThrow(CheckpointError);
  expect(() => other.accumulator.load({ a: state.a } as never, serial, 'test')).toThrow(CheckpointError);
  expect(other.metrics.a.compute()).toBe(2);
  expect(metrics.a.compute()).toBe(1);
});
