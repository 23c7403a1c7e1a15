import { Engine } from '../../../src/engine';
import { CheckpointError, OptionError } from '../../../src/errors';
import type { MilestonesValues, OptimizerScheduler, ParamGroupsHolder } from '../../../src/handlers';
import { ConcatScheduler, CosineAnnealingScheduler, ExponentialLR, LambdaLR, LRScheduler, ParamGroupScheduler, PiecewiseLinear } from '../../../src/handlers';

const rising: MilestonesValues = [[0, 0], [10, 10]];
const line = (optimizer: ParamGroupsHolder, milestonesValues: MilestonesValues = rising) => new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues });

function take(scheduler: OptimizerScheduler, groups: readonly { lr: number }[], count: number): number[] {
  return Array.from({ length: count }, () => {
    scheduler.advance();
    return groups[0]?.lr ?? NaN;
  });
}

it('gives each scheduler its number of events, and the rest to the last', () => {
  const groups = [{ lr: 9 }];
  const optimizer = { paramGroups: groups };
  expect(take(new ConcatScheduler([line(optimizer), line(optimizer), line(optimizer)], { durations: [2, 3] }), groups, 8)).toEqual([0, 1, 0, 1, 2, 0, 1, 2]);
});

it('leaves out schedulers without an event, also two in a row', () => {
  const groups = [{ lr: 9 }];
  const optimizer = { paramGroups: groups };
  const members = [[[0, 5]], [[0, 6]], [[0, 7]]].map((milestones) => line(optimizer, milestones as never));
  expect(take(new ConcatScheduler(members, { durations: [0, 0] }), groups, 2)).toEqual([7, 7]);
});

it('goes on from the rate before where a schedule multiplies, and says its own where it knows it', () => {
  const groups = [{ lr: 1 }];
  const optimizer = { paramGroups: groups };
  const warmup = (): PiecewiseLinear => line(optimizer, [[0, 4]]);
  expect(take(new ConcatScheduler([warmup(), new LRScheduler(new ExponentialLR(optimizer, { gamma: 0.5 }))], { durations: [1] }), groups, 3)).toEqual([4, 4, 2]);
  groups[0] = { lr: 1 };
  expect(take(new ConcatScheduler([warmup(), new LRScheduler(new LambdaLR(optimizer, { lrLambda: (step) => 3 - step }))], { durations: [1] }), groups, 3)).toEqual([4, 3, 2]);
});

it('keeps one history for all', async () => {
  const optimizer = { paramGroups: [{ lr: 9 }] };
  const engine = new Engine(() => 0);
  new ConcatScheduler([line(optimizer), line(optimizer)], { durations: [1], saveHistory: true }).attach(engine);
  await engine.run([0, 0, 0]);
  expect(engine.state.attributes.paramHistory).toEqual({ lr: [[0], [0], [1]] });
});

it('simulates without a trace, also what other parameters do', () => {
  const groups = [{ lr: 9, momentum: 0.5 }];
  const optimizer = { paramGroups: groups };
  const schedulers = [line(optimizer), new LRScheduler(new ExponentialLR(optimizer, { gamma: 0.5 }))];
  schedulers[0]?.advance();
  groups[0] = { lr: 8, momentum: 0.5 };
  const states = schedulers.map((scheduler) => scheduler.stateDict());
  expect(ConcatScheduler.simulateValues(3, schedulers, { durations: [2], paramNames: ['lr', 'momentum'] })).toEqual([[0, 1, 0.5], [1, 2, 0.5], [2, 2, 0.5]]);
  expect(schedulers.map((scheduler) => scheduler.stateDict())).toEqual(states);
  expect(groups).toEqual([{ lr: 8, momentum: 0.5 }]);
});

test.each([0, 1, 2, 3, 5, 7])('a state saved after %i events goes on with the same values', (cut) => {
  const make = (groups: { lr: number }[]): ConcatScheduler => {
    const optimizer = { paramGroups: groups };
    const inner = new ConcatScheduler([line(optimizer), new CosineAnnealingScheduler(optimizer, { paramName: 'lr', startValue: 1, endValue: 0, cycleSize: 3 })], { durations: [1] });
    return new ConcatScheduler([new ParamGroupScheduler([line(optimizer)]), inner, line(optimizer)], { durations: [2, 3] });
  };
  const [whole, first, second] = [[{ lr: 0 }], [{ lr: 0 }], [{ lr: 0 }]];
  const expected = take(make(whole), whole, 9);
  const stopped = make(first);
  take(stopped, first, cut);
  const resumed = make(second);
  resumed.loadStateDict(stopped.stateDict());
  expect(take(resumed, second, 9 - cut)).toEqual(expected.slice(cut));
});

it('refuses a state that does not fit as a whole, and keeps its own', () => {
  const optimizer = { paramGroups: [{ lr: 9 }] };
  const chain = new ConcatScheduler([line(optimizer), line(optimizer)], { durations: [2] });
  chain.advance();
  const before = chain.stateDict();
  const other = new ConcatScheduler([line(optimizer), line(optimizer, [[0, 3]])], { durations: [2] });
  const shorter = new ConcatScheduler([line(optimizer), line(optimizer)], { durations: [1] });
  for (const state of [other.stateDict(), shorter.stateDict(), {}, { ...before, schedulerIndex: 2 }, { ...before, eventsLeft: null }, { ...before, schedulers: [before, 3] }]) {
    expect(() => chain.loadStateDict(state)).toThrow(CheckpointError);
  }
  expect(chain.stateDict()).toEqual(before);
});

test.each([
  ['one scheduler', (optimizer: ParamGroupsHolder) => new ConcatScheduler([line(optimizer)], { durations: [] })],
  ['what is none', (optimizer: ParamGroupsHolder) => new ConcatScheduler([line(optimizer), {} as never], { durations: [1] })],
  ['too many durations', (optimizer: ParamGroupsHolder) => new ConcatScheduler([line(optimizer), line(optimizer)], { durations: [1, 1] })],
  ['a negative duration', (optimizer: ParamGroupsHolder) => new ConcatScheduler([line(optimizer), line(optimizer)], { durations: [-1] })],
  ['two optimizers', (optimizer: ParamGroupsHolder) => new ConcatScheduler([line(optimizer), line({ paramGroups: [{ lr: 1 }] })], { durations: [1] })],
  ['two parameters', (optimizer: ParamGroupsHolder) => new ConcatScheduler([line(optimizer), new PiecewiseLinear(optimizer, { paramName: 'momentum', milestonesValues: rising })], { durations: [1] })],
])('refuses %s', (_, make) => {
  expect(() => make({ paramGroups: [{ lr: 1, momentum: 0 }] })).toThrow(OptionError);
});
