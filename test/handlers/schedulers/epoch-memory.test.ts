import type { StateTree } from '../../../src/contracts';
import { Engine, Events } from '../../../src/engine';
import { CheckpointError } from '../../../src/errors';
import { ConcatScheduler, ExponentialLR, LRScheduler, ParamGroupScheduler, PiecewiseLinear, StepStateScheduler } from '../../../src/handlers';

type Make = (groups: { lr: number }[]) => { attach(engine: Engine, event: typeof Events.EPOCH_STARTED): unknown; stateDict(): StateTree; loadStateDict(state: StateTree): void };

const line = (groups: { lr: number }[]): PiecewiseLinear => new PiecewiseLinear({ paramGroups: groups }, { paramName: 'lr', milestonesValues: [[0, 0], [9, 9]] });
const kinds: readonly (readonly [string, Make])[] = [
  ['PiecewiseLinear', line],
  ['LRScheduler', (groups) => new LRScheduler(new ExponentialLR({ paramGroups: groups }, { gamma: 0.5 }))],
  [
    'ConcatScheduler',
    (groups) => {
      const first = line(groups);
      return new ConcatScheduler([first, first], { durations: [1] });
    },
  ],
  ['ParamGroupScheduler', (groups) => new ParamGroupScheduler([line(groups)])],
  ['StepStateScheduler', () => new StepStateScheduler({ paramName: 'beta', initialValue: 1, gamma: 0.5, stepSize: 1, createNew: true })],
];

function setUp(make: Make) {
  const groups = [{ lr: 1 }];
  const seen: unknown[] = [];
  const engine: Engine = new Engine(({ state }) => void seen.push([groups[0]?.lr, state.attributes.beta]));
  engine.stateDictUserKeys.add('beta');
  const scheduler = make(groups);
  scheduler.attach(engine, Events.EPOCH_STARTED);
  engine.state.attributes.beta ??= null;
  return { groups, seen, engine, scheduler };
}

describe.each(kinds)('%s at EPOCH_STARTED', (_, make) => {
  test.each([1, 2, 3, 4, 5])('goes on with the same values after a stop at iteration %i', async (at) => {
    const whole = setUp(make);
    await whole.engine.run([0, 0], { maxEpochs: 3 });
    const stopped = setUp(make);
    stopped.engine.on(Events.ITERATION_COMPLETED.once(at), (engine) => engine.terminate());
    await stopped.engine.run([0, 0], { maxEpochs: 3 });
    const resumed = setUp(make);
    resumed.scheduler.loadStateDict(JSON.parse(JSON.stringify(stopped.scheduler.stateDict())) as StateTree);
    Object.assign(resumed.groups[0] ?? {}, stopped.groups[0]);
    resumed.engine.loadStateDict(stopped.engine.stateDict());
    // A plain engine reads a broken epoch from its start; what counts here is how many iterations it has left.
    await resumed.engine.run([0, 0], { maxEpochs: 3 });
    expect([...stopped.seen, ...resumed.seen].slice(0, 6)).toEqual(whole.seen.slice(0, 6));
  });
});

it('counts the first epoch of another run, whatever was loaded', async () => {
  const saved = setUp(line);
  await saved.engine.run([0, 0], { maxEpochs: 1 });
  const other = setUp(line);
  other.scheduler.loadStateDict(saved.scheduler.stateDict());
  await other.engine.run([0, 0], { maxEpochs: 2 });
  expect(other.seen).toEqual([[1, null], [1, null], [2, null], [2, null]]);
});

test.each([{}, { lastEvent: 3 }, { lastEvent: { epoch: 1 } }])('refuses %j in place of what it saved', (part) => {
  const { scheduler } = setUp(line);
  const { lastEvent: _lastEvent, ...state } = scheduler.stateDict();
  expect(_lastEvent).toBeNull();
  expect(() => scheduler.loadStateDict({ ...state, ...part })).toThrow(CheckpointError);
});
