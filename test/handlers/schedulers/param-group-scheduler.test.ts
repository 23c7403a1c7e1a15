import { Engine } from '../../../src/engine';
import { CheckpointError, OptionError } from '../../../src/errors';
import { CosineAnnealingScheduler, ParamGroupScheduler, PiecewiseLinear } from '../../../src/handlers';

function pair(groups: { lr: number }[]): [CosineAnnealingScheduler, PiecewiseLinear] {
  const optimizer = { paramGroups: groups };
  return [
    new CosineAnnealingScheduler(optimizer, { paramName: 'lr', paramGroupIndex: 0, startValue: 0, endValue: 1, cycleSize: 2 }),
    new PiecewiseLinear(optimizer, { paramName: 'lr', paramGroupIndex: 1, milestonesValues: [[0, 0], [8, 8]] }),
  ];
}

it('sets each group by its own scheduler, with a history under the names given', async () => {
  const groups = [{ lr: 9 }, { lr: 9 }];
  const engine = new Engine(() => 0);
  new ParamGroupScheduler(pair(groups), { names: ['base', 'head'], saveHistory: true }).attach(engine);
  await engine.run([0, 0, 0]);
  expect(groups).toEqual([{ lr: 0 }, { lr: 2 }]);
  expect(engine.state.attributes.paramHistory).toEqual({ base: [[0], [0.49999999999999994], [0]], head: [[0], [1], [2]] });
});

it('simulates what a run gives, without a trace', () => {
  const groups = [{ lr: 9 }, { lr: 9 }];
  const schedulers = pair(groups);
  expect(ParamGroupScheduler.simulateValues(4, schedulers).map((row) => row.map((value) => Number(value.toFixed(3))))).toEqual([[0, 0, 0], [1, 0.5, 1], [2, 0, 2], [3, 0.5, 3]]);
  expect(groups).toEqual([{ lr: 9 }, { lr: 9 }]);
  expect(schedulers.map(({ eventIndex }) => eventIndex)).toEqual([0, 0]);
});

it('goes on from a saved state, and refuses one that does not fit as a whole', () => {
  const groups = [{ lr: 9 }, { lr: 9 }];
  const saved = new ParamGroupScheduler(pair(groups));
  saved.advance();
  saved.advance();
  const state = saved.stateDict();
  saved.advance();
  const expected = structuredClone(groups);
  const resumed = new ParamGroupScheduler(pair(groups));
  resumed.loadStateDict(state);
  resumed.advance();
  expect(groups).toEqual(expected);
  const before = resumed.stateDict();
  const [first, second] = pair(groups);
  for (const other of [new ParamGroupScheduler([first]), new ParamGroupScheduler([first, second], { names: ['lr', 'b'] }), new ParamGroupScheduler([first, first])]) {
    expect(() => resumed.loadStateDict(other.stateDict())).toThrow(CheckpointError);
  }
  expect(() => resumed.loadStateDict({ schedulers: [1, 2] })).toThrow(CheckpointError);
  expect(resumed.stateDict()).toEqual(before);
});

it('refuses no schedulers, what is none, and another number of names', () => {
  const schedulers = pair([{ lr: 9 }, { lr: 9 }]);
  expect(() => new ParamGroupScheduler([])).toThrow(OptionError);
  expect(() => new ParamGroupScheduler([5 as never])).toThrow('a parameter scheduler');
  expect(() => new ParamGroupScheduler(schedulers, { names: ['a'] })).toThrow('expected a name for each of the 2 schedulers');
  expect(() => ParamGroupScheduler.simulateValues(1, [])).toThrow(OptionError);
});
