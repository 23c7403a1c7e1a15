import { Engine, Events } from '../../../src/engine';
import { CheckpointError, OptionError, StateError } from '../../../src/errors';
import type { StateParamScheduler, StateParamSchedulerOptions } from '../../../src/handlers';
import { ExpStateScheduler, LambdaStateScheduler, MultiStepStateScheduler, PiecewiseLinearStateScheduler, StepStateScheduler } from '../../../src/handlers';

const kinds: readonly (readonly [string, (options: StateParamSchedulerOptions) => StateParamScheduler, readonly number[]])[] = [
  ['LambdaStateScheduler', (options) => new LambdaStateScheduler({ ...options, lambdaObj: (event) => 10 * event }), [10, 20, 30, 40]],
  ['PiecewiseLinearStateScheduler', (options) => new PiecewiseLinearStateScheduler({ ...options, milestonesValues: [[2, 0], [4, 1]] }), [0, 0, 0.5, 1]],
  ['ExpStateScheduler', (options) => new ExpStateScheduler({ ...options, initialValue: 4, gamma: 0.5 }), [2, 1, 0.5, 0.25]],
  ['StepStateScheduler', (options) => new StepStateScheduler({ ...options, initialValue: 4, gamma: 0.5, stepSize: 3 }), [4, 4, 2, 2]],
  ['MultiStepStateScheduler', (options) => new MultiStepStateScheduler({ ...options, initialValue: 4, gamma: 0.5, milestones: [2, 4, 4] }), [4, 2, 2, 0.5]],
];

describe.each(kinds)('%s', (_, make, expected) => {
  it('sets the attribute at each event; before the first it is null', async () => {
    const seen: unknown[] = [];
    const engine = new Engine(({ state }) => void seen.push(state.attributes.beta));
    const attached = make({ paramName: 'beta', createNew: true, saveHistory: true }).attach(engine);
    expect(engine.state.attributes).toEqual({ beta: null, paramHistory: { beta: [] } });
    await engine.run([0, 0, 0, 0]);
    expect(seen).toEqual([null, ...expected.slice(0, 3)]);
    expect(engine.state.attributes).toEqual({ beta: expected[3], paramHistory: { beta: expected } });
    attached.remove();
    await engine.run([0]);
    expect(engine.state.attributes.beta).toBe(expected[3]);
  });

  it('goes on from a saved state, and refuses one of another parameter', () => {
    const engine = new Engine(() => 0);
    const stopped = make({ paramName: 'beta' });
    stopped.handle(engine);
    stopped.handle(engine);
    const resumed = make({ paramName: 'beta' });
    resumed.loadStateDict(stopped.stateDict());
    resumed.handle(engine);
    expect(engine.state.attributes.beta).toBe(expected[2]);
    expect(() => make({ paramName: 'alpha' }).loadStateDict(stopped.stateDict())).toThrow(CheckpointError);
  });
});

it('says that it makes the attribute, unless it is told to or it is there', () => {
  const warn = jest.fn();
  const make = (createNew: boolean): ExpStateScheduler => new ExpStateScheduler({ paramName: 'beta', initialValue: 1, gamma: 0.5, createNew, logger: { info: warn, warn, error: warn } });
  const engine = new Engine(() => 0);
  make(true).attach(new Engine(() => 0));
  expect(warn).not.toHaveBeenCalled();
  make(false).attach(engine);
  expect(warn.mock.calls).toEqual([['ExpStateScheduler: state.attributes.beta is not there and is made. Set createNew: true if it is meant to be new.']]);
  make(false).attach(engine, Events.EPOCH_COMPLETED);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(() => make(true).attach(engine)).toThrow(StateError);
});

it('a lambda may give several values', () => {
  const options = { paramName: 'betas', lambdaObj: (event: number) => [event, -event] };
  expect(LambdaStateScheduler.simulateValues(2, options)).toEqual([[0, 1, -1], [1, 2, -2]]);
  const engine = new Engine(() => 0);
  new LambdaStateScheduler(options).handle(engine);
  expect(engine.state.attributes.betas).toEqual([1, -1]);
});

test.each([
  ['no name', () => new ExpStateScheduler({ paramName: '', initialValue: 1, gamma: 1 })],
  ['no function', () => new LambdaStateScheduler({ paramName: 'beta', lambdaObj: 5 as never })],
  ['no milestones', () => new PiecewiseLinearStateScheduler({ paramName: 'beta', milestonesValues: [] })],
  ['half a step', () => new StepStateScheduler({ paramName: 'beta', initialValue: 1, gamma: 1, stepSize: 0.5 })],
  ['falling milestones', () => new MultiStepStateScheduler({ paramName: 'beta', initialValue: 1, gamma: 1, milestones: [2, 1] })],
  ['another scheduler’s option', () => new ExpStateScheduler({ paramName: 'beta', initialValue: 1, gamma: 1, stepSize: 1 } as never)],
])('refuses %s', (_, make) => {
  expect(make).toThrow(OptionError);
});
