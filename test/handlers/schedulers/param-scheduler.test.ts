import fc from 'fast-check';
import type { StateTree } from '../../../src/contracts';
import { Engine, Events } from '../../../src/engine';
import { CheckpointError, OptionError, StateError } from '../../../src/errors';
import type { MilestonesValues, OptimizerScheduler, ParamGroupsHolder, ParamValue } from '../../../src/handlers';
import { CosineAnnealingScheduler, LinearCyclicalScheduler, ParamScheduler, PiecewiseLinear } from '../../../src/handlers';
import { fromTf } from '../../../src/optim';
import { useTestBackend } from '../../support/backend';
import * as tf from '@tensorflow/tfjs-core';

useTestBackend();

const milestonesValues: MilestonesValues = [[2, 1], [4, 0], [4, 0.5], [6, 2]];
const cycle = { paramName: 'lr', startValue: 1, endValue: 0, cycleSize: 4 };

function take(scheduler: OptimizerScheduler, groups: readonly { lr: number }[], count: number): number[] {
  return Array.from({ length: count }, () => {
    scheduler.advance();
    return groups[0]?.lr ?? NaN;
  });
}

describe('values', () => {
  const of = (Class: { simulateValues(numEvents: number, options: never): (readonly number[])[] }, numEvents: number, options: object): number[] =>
    Class.simulateValues(numEvents, options as never).map(([, value = NaN]) => Number(value.toFixed(6)));

  test.each([
    ['there and back', LinearCyclicalScheduler, {}, [1, 0.5, 0, 0.5, 1, 0.5]],
    ['there only', LinearCyclicalScheduler, { monotonic: true }, [1, 0.75, 0.5, 0.25, 1, 0.75]],
    ['with a warmup, whose first event is the end of the line', LinearCyclicalScheduler, { monotonic: true, warmupDuration: 2, startValueMult: 0.5 }, [1, 0.75, 0.5, 0.25, 0, 0.25, 0.5, 0.375]],
    ['cycles that grow and values that change', LinearCyclicalScheduler, { cycleSize: 2, cycleMult: 1.5, endValueMult: 2, endValue: 0.25 }, [1, 0.25, 1, 0.666667, 0.666667, 1]],
    ['along a cosine', CosineAnnealingScheduler, {}, [1, 0.853553, 0.5, 0.146447, 1]],
  ])('%s', (_, Class, options, expected) => {
    expect(of(Class, expected.length, { ...cycle, ...options })).toEqual(expected);
  });

  it('go from milestone to milestone; of two at one event the last counts', () => {
    expect(of(PiecewiseLinear, 8, { paramName: 'lr', milestonesValues })).toEqual([1, 1, 1, 0.5, 0.5, 1.25, 2, 2]);
  });

  it('of a simulation on the second group are those of a run', () => {
    expect(of(PiecewiseLinear, 2, { paramName: 'lr', milestonesValues, paramGroupIndex: 1 })).toEqual([1, 1]);
  });

  it('end in an error when a cycle has no event left', () => {
    const groups = [{ lr: 0 }];
    const scheduler = new LinearCyclicalScheduler({ paramGroups: groups }, { ...cycle, cycleSize: 2, cycleMult: 0.4 });
    take(scheduler, groups, 2);
    const before = scheduler.stateDict();
    expect(() => scheduler.advance()).toThrow('LinearCyclicalScheduler.cycleMult: expected cycles of at least 1 event, also the one after 1, got 0.4');
    expect(scheduler.stateDict()).toEqual(before);
  });
});

describe('in an engine', () => {
  it('the first iteration has the first value, and the count goes on in a second run', async () => {
    const groups = [{ lr: 9 }, { lr: 9 }];
    const engine = new Engine(({ state }) => void (seen[state.iteration - 1] = groups.map(({ lr }) => lr)));
    const seen: number[][] = [];
    const scheduler = new PiecewiseLinear({ paramGroups: groups }, { paramName: 'lr', milestonesValues: [[0, 0], [4, 4]] });
    scheduler.attach(engine);
    await engine.run([0, 0]);
    expect(seen).toEqual([[0, 0], [1, 1]]);
    await engine.run([0, 0]);
    expect(seen).toEqual([[2, 2], [3, 3]]);
    expect(scheduler.eventIndex).toBe(4);
  });

  it('takes filtered events, and is over after remove()', async () => {
    const groups = [{ lr: 9 }];
    const scheduler = new PiecewiseLinear({ paramGroups: groups }, { paramName: 'lr', milestonesValues: [[0, 0], [4, 4]] });
    const engine = new Engine(() => 0);
    const attached = scheduler.attach(engine, Events.ITERATION_COMPLETED.every(2));
    await engine.run([0, 0, 0, 0]);
    expect(groups).toEqual([{ lr: 1 }]);
    attached.remove();
    await engine.run([0, 0, 0, 0]);
    expect(groups).toEqual([{ lr: 1 }]);
  });

  it('keeps a history of the groups that it sets, when it is asked to', async () => {
    const groups = [{ lr: 9, momentum: 0 }, { lr: 9, momentum: 0 }];
    const engine = new Engine(() => 0);
    new PiecewiseLinear({ paramGroups: groups }, { paramName: 'lr', milestonesValues, saveHistory: true }).attach(engine);
    new PiecewiseLinear({ paramGroups: groups }, { paramName: 'momentum', milestonesValues, saveHistory: true, paramGroupIndex: 1 }).attach(engine);
    await engine.run([0, 0]);
    expect(engine.state.attributes).toEqual({ paramHistory: { lr: [[1, 1], [1, 1]], momentum: [[1], [1]] } });
    expect(groups).toEqual([{ lr: 1, momentum: 0 }, { lr: 1, momentum: 1 }]);
  });

  it('sets a group that was added after it was made', () => {
    const groups = [{ lr: 9 }];
    const scheduler = new PiecewiseLinear({ paramGroups: groups }, { paramName: 'lr', milestonesValues });
    groups.push({ lr: 8 });
    scheduler.advance();
    expect(groups).toEqual([{ lr: 1 }, { lr: 1 }]);
  });
});

class Own extends ParamScheduler {
  readonly #value: ParamValue;

  constructor(optimizer: ParamGroupsHolder, value: ParamValue) {
    super('Own', optimizer, { paramName: 'lr' });
    this.#value = value;
  }

  getParam(): ParamValue {
    return this.#value;
  }
}

it('a scheduler of one’s own may give a value for each group, but not more', () => {
  const groups = [{ lr: 9 }, { lr: 9 }];
  new Own({ paramGroups: groups }, [1, 2]).advance();
  expect(groups).toEqual([{ lr: 1 }, { lr: 2 }]);
  expect(() => new Own({ paramGroups: groups }, [1, 2, 3]).advance()).toThrow(StateError);
});

describe('refuses', () => {
  const optimizer = { paramGroups: [{ lr: 1, weightDecay: 0 }] };

  test.each<readonly [string, () => unknown, string]>([
    ['no optimizer', () => new PiecewiseLinear({} as never, { paramName: 'lr', milestonesValues }), 'PiecewiseLinear.optimizer: expected an optimizer with paramGroups'],
    ['another name', () => new PiecewiseLinear(optimizer, { paramName: 'learningRate', milestonesValues }), 'expected a number of the groups (lr, weightDecay), got "learningRate"'],
    ['another group', () => new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues, paramGroupIndex: 1 }), 'expected a group of the optimizer, which has 1, got 1'],
    ['no milestones', () => new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues: [] }), 'at least 1 item(s)'],
    ['falling milestones', () => new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues: [[3, 1], [2, 0]] }), 'expected milestones that do not fall'],
    ['short cycles', () => new CosineAnnealingScheduler(optimizer, { ...cycle, cycleSize: 1 }), 'CosineAnnealingScheduler.cycleSize: expected at least 2'],
    ['a warmup on the way back', () => new LinearCyclicalScheduler(optimizer, { ...cycle, warmupDuration: 1 }), 'expected 0 without monotonic'],
    ['an unknown option', () => new LinearCyclicalScheduler(optimizer, { ...cycle, cycles: 1 } as never), 'expected only options that it has'],
    ['an unclear number of events', () => PiecewiseLinear.simulateValues(1.5, { paramName: 'lr', milestonesValues }), 'simulateValues.numEvents'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });

  it('an optimizer of TensorFlow.js that is not behind fromTf', () => {
    expect(() => new PiecewiseLinear(tf.train.sgd(1) as never, { paramName: 'lr', milestonesValues })).toThrow('Put it behind optim.fromTf(optimizer, model), and train with that.');
  });
});

describe('a saved state', () => {
  const kinds: Readonly<Record<string, (optimizer: ParamGroupsHolder) => ParamScheduler>> = {
    linear: (optimizer) => new LinearCyclicalScheduler(optimizer, { ...cycle, monotonic: true, warmupDuration: 3, cycleMult: 1.5, startValueMult: 0.9, endValue: 0.3, endValueMult: 1.1 }),
    cosine: (optimizer) => new CosineAnnealingScheduler(optimizer, { ...cycle, cycleMult: 2, startValueMult: 0.7 }),
    piecewise: (optimizer) => new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues }),
  };

  test.each(Object.keys(kinds))('%s goes on with the same values, wherever it is cut', (kind) => {
    const make = kinds[kind] as (optimizer: ParamGroupsHolder) => ParamScheduler;
    fc.assert(
      fc.property(fc.nat(40), (cut) => {
        const [whole, first, second] = [[{ lr: 0 }], [{ lr: 0 }], [{ lr: 0 }]];
        const expected = take(make({ paramGroups: whole }), whole, 60);
        const stopped = make({ paramGroups: first });
        const values = take(stopped, first, cut);
        const resumed = make({ paramGroups: second });
        resumed.loadStateDict(JSON.parse(JSON.stringify(stopped.stateDict())) as StateTree);
        expect([...values, ...take(resumed, second, 60 - cut)]).toEqual(expected);
      }),
    );
  });

  it('of other options, another parameter or another class is refused, and changes nothing', () => {
    const optimizer = { paramGroups: [{ lr: 1, momentum: 0 }] };
    const scheduler = new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues });
    const before = scheduler.stateDict();
    const load = (saved: OptimizerScheduler) => () => scheduler.loadStateDict(saved.stateDict());
    expect(load(new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues: [[0, 1]] }))).toThrow('PiecewiseLinear.loadStateDict.milestones: expected [2,4,4,6], got [0]');
    expect(load(new PiecewiseLinear(optimizer, { paramName: 'momentum', milestonesValues }))).toThrow(CheckpointError);
    expect(load(new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues, paramGroupIndex: 0 }))).toThrow(CheckpointError);
    expect(load(new CosineAnnealingScheduler(optimizer, cycle))).toThrow(CheckpointError);
    expect(() => scheduler.loadStateDict({ ...before, eventIndex: -1 })).toThrow(CheckpointError);
    expect(scheduler.stateDict()).toEqual(before);
    const cyclical = new CosineAnnealingScheduler(optimizer, cycle);
    expect(() => cyclical.loadStateDict({ ...cyclical.stateDict(), startValue: null })).toThrow('CosineAnnealingScheduler.loadStateDict.startValue: expected a number');
    for (const part of [{ cycleSize: 0 }, { eventIndex: 5 }, { cycleMult: 2 }]) expect(() => cyclical.loadStateDict({ ...cyclical.stateDict(), ...part })).toThrow(CheckpointError);
    const linear = (monotonic: boolean): LinearCyclicalScheduler => new LinearCyclicalScheduler(optimizer, { ...cycle, monotonic });
    expect(() => linear(true).loadStateDict(linear(false).stateDict())).toThrow(CheckpointError);
  });

  it('says nothing about keeping a history', () => {
    const optimizer = { paramGroups: [{ lr: 1 }] };
    const scheduler = new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues, saveHistory: true });
    scheduler.loadStateDict(new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues }).stateDict());
    expect(scheduler.saveHistory).toBe(true);
  });
});

it('works on a TensorFlow.js optimizer behind fromTf', () => {
  const w = tf.variable(tf.scalar(0));
  const optimizer = fromTf(tf.train.sgd(1), [{ name: 'w', variable: w }]);
  const scheduler = new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues: [[0, 0.5], [1, 2]] });
  const positions = [1, 2].map(() => {
    scheduler.advance();
    optimizer.step(new Map([['w', tf.scalar(-1)]]));
    return w.dataSync()[0];
  });
  expect(positions).toEqual([0.5, 2.5]);
});
