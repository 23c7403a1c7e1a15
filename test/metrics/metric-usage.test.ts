import { Events } from '../../src/engine';
import { OptionError } from '../../src/errors';
import { BatchFiltered, BatchWise, EpochWise, MetricUsage, RunningBatchWise, RunningEpochWise, SingleEpochRunningBatchWise } from '../../src/metrics';
import { resolveUsage } from '../../src/metrics/metric-usage';

test.each([
  [EpochWise, 'epochWise', 'EPOCH_STARTED', 'ITERATION_COMPLETED', 'EPOCH_COMPLETED'],
  [RunningEpochWise, 'runningEpochWise', 'STARTED', 'EPOCH_COMPLETED', 'EPOCH_COMPLETED'],
  [BatchWise, 'batchWise', 'ITERATION_STARTED', 'ITERATION_COMPLETED', 'ITERATION_COMPLETED'],
  [RunningBatchWise, 'runningBatchWise', 'STARTED', 'ITERATION_COMPLETED', 'ITERATION_COMPLETED'],
  [SingleEpochRunningBatchWise, 'singleEpochRunningBatchWise', 'EPOCH_STARTED', 'ITERATION_COMPLETED', 'ITERATION_COMPLETED'],
])('%s is %s', (usage, name, reset, update, compute) => {
  expect(resolveUsage('test', name)).toBe(usage);
  expect([usage.reset.name, usage.update.name, usage.compute.name]).toEqual([reset, update, compute]);
});

test('a filtered usage takes the filters of events', () => {
  expect(BatchFiltered({ after: 2, before: 9, every: 3 }).update.toString()).toBe(Events.ITERATION_COMPLETED.after(2).before(9).every(3).toString());
  expect(BatchFiltered({ once: [1, 4] }).update.toString()).toBe(Events.ITERATION_COMPLETED.once([1, 4]).toString());
  expect(BatchFiltered({ when: () => true }).update.filter).toBeDefined();
  expect(() => BatchFiltered({ every: 0 })).toThrow(OptionError);
});

test('a usage of the user is taken as it is, anything else refused', () => {
  const usage = new MetricUsage({ reset: Events.STARTED, update: Events.ITERATION_COMPLETED, compute: Events.COMPLETED });
  expect(resolveUsage('test', usage)).toBe(usage);
  expect(() => resolveUsage('test', 'epoch_wise')).toThrow(OptionError);
  expect(String(usage)).toBe('reset at STARTED, updated at ITERATION_COMPLETED, computed at COMPLETED');
});
