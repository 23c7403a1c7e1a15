import { OptionError } from '../../../src/errors';
import type { OptimizerScheduler, RatedOptimizer, SimulatedValues, WarmupOptions } from '../../../src/handlers';
import { createLrSchedulerWithWarmup, ExponentialLR, LinearCyclicalScheduler, LRScheduler, PiecewiseLinear, StepLR } from '../../../src/handlers';
import type { LRSchedule } from '../../../src/handlers';

function simulate(make: (optimizer: RatedOptimizer) => LRSchedule | OptimizerScheduler, options: WarmupOptions, lrs: readonly number[] = [1]): number[][] {
  const optimizer = { paramGroups: lrs.map((lr) => ({ lr })) };
  const rows: SimulatedValues = Array.from({ length: 7 }, () => []);
  const scheduler = createLrSchedulerWithWarmup(make(optimizer), { ...options, outputSimulatedValues: rows });
  expect(optimizer.paramGroups.map(({ lr }) => lr)).toEqual(lrs);
  const run = rows.map((_, index) => {
    scheduler.advance();
    return [index, ...optimizer.paramGroups.map(({ lr }) => lr)];
  });
  expect(run).toEqual(rows);
  return run.map(([, ...values]) => values);
}

const exponential = (optimizer: RatedOptimizer): LRSchedule => new ExponentialLR(optimizer, { gamma: 0.5 });
const falling = (optimizer: RatedOptimizer): OptimizerScheduler => new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues: [[0, 1], [4, 0]] });

test.each([
  ['a schedule of torch goes on with its second rate', exponential, { warmupStartValue: 0, warmupDuration: 3 }, [0, 0.5, 1, 0.5, 0.25, 0.125, 0.0625]],
  ['and its first rate comes after a warmup that ends elsewhere', exponential, { warmupStartValue: 0, warmupDuration: 3, warmupEndValue: 0.5 }, [0, 0.25, 0.5, 1, 0.5, 0.25, 0.125]],
  ['the warmup leaves a common value to the scheduler', falling, { warmupStartValue: 0, warmupDuration: 3 }, [0, 0.5, 1, 0.75, 0.5, 0.25, 0]],
  ['also one of two events', falling, { warmupStartValue: 0.25, warmupDuration: 2 }, [0.25, 1, 0.75, 0.5, 0.25, 0, 0]],
  ['and keeps a value of its own', falling, { warmupStartValue: 0, warmupDuration: 3, warmupEndValue: 0.5 }, [0, 0.25, 0.5, 1, 0.75, 0.5, 0.25]],
])('%s', (_, make, options, expected) => {
  expect(simulate(make, options)).toEqual(expected.map((value) => [value]));
});

it('takes a handler of a schedule for the schedule', () => {
  const options = { warmupStartValue: 0, warmupDuration: 3 };
  expect(simulate((optimizer) => new LRScheduler(exponential(optimizer)), options)).toEqual(simulate(exponential, options));
});

it('all groups warm up for the same number of events, and go back to their own rates', () => {
  const step = (optimizer: RatedOptimizer): LRSchedule => new StepLR(optimizer, { stepSize: 1, gamma: 0.5 });
  expect(simulate(step, { warmupStartValue: 0, warmupDuration: 2 }, [1, 4])).toEqual([[0, 0], [1, 4], [0.5, 2], [0.25, 1], [0.125, 0.5], [0.0625, 0.25], [0.03125, 0.125]]);
  expect(simulate(step, { warmupStartValue: 0, warmupDuration: 2, warmupEndValue: 1 }, [1, 4])).toEqual([[0, 0], [1, 1], [1, 4], [0.5, 2], [0.25, 1], [0.125, 0.5], [0.0625, 0.25]]);
  expect(simulate(falling, { warmupStartValue: 0, warmupDuration: 3 }, [1, 2]).slice(0, 4)).toEqual([[0, 0], [0.5, 1], [1, 2], [1, 1]]);
});

it('goes on from a saved state', () => {
  const make = () => {
    const groups = [{ lr: 1 }];
    return { groups, scheduler: createLrSchedulerWithWarmup(exponential({ paramGroups: groups }), { warmupStartValue: 0, warmupDuration: 3 }) };
  };
  const [stopped, resumed] = [make(), make()];
  for (let event = 0; event < 5; event++) stopped.scheduler.advance();
  resumed.scheduler.loadStateDict(stopped.scheduler.stateDict());
  resumed.groups[0] = { lr: NaN };
  Object.assign(resumed.groups, structuredClone(stopped.groups));
  for (const { scheduler } of [stopped, resumed]) scheduler.advance();
  expect(resumed.groups).toEqual(stopped.groups);
});

test.each([
  ['a warmup of one event', { warmupStartValue: 0, warmupDuration: 1 }],
  ['half an event', { warmupStartValue: 0, warmupDuration: 2.5 }],
  ['no start', { warmupDuration: 2 } as WarmupOptions],
  ['what is no array to fill', { warmupStartValue: 0, warmupDuration: 2, outputSimulatedValues: 3 as never }],
])('refuses %s', (_, options) => {
  expect(() => createLrSchedulerWithWarmup(exponential({ paramGroups: [{ lr: 1 }] }), options)).toThrow(OptionError);
});

it('refuses what is no scheduler, and one of another parameter', () => {
  const options = { warmupStartValue: 0, warmupDuration: 2 };
  expect(() => createLrSchedulerWithWarmup({} as never, options)).toThrow('createLrSchedulerWithWarmup.lrScheduler: expected a parameter scheduler, or a schedule such as StepLR');
  const momentum = new LinearCyclicalScheduler({ paramGroups: [{ lr: 1, momentum: 1 }] }, { paramName: 'momentum', startValue: 0, endValue: 1, cycleSize: 2 });
  expect(() => createLrSchedulerWithWarmup(momentum, options)).toThrow(OptionError);
});
