import fc from 'fast-check';
import type { StateTree } from '../../../src/contracts';
import { Engine, Events } from '../../../src/engine';
import { CheckpointError, OptionError } from '../../../src/errors';
import type { PlateauSimulationOptions, ReduceLROnPlateauOptions } from '../../../src/handlers';
import { ReduceLROnPlateauScheduler } from '../../../src/handlers';

function rates(metricValues: readonly number[], options: Omit<PlateauSimulationOptions, 'metricValues' | 'initLr'>): (number | undefined)[] {
  return ReduceLROnPlateauScheduler.simulateValues(metricValues.length, { factor: 0.5, ...options, metricValues, initLr: 1 }).map(([, lr]) => lr);
}

test.each([
  ['after more than patience values without improvement', [3, 2, 2, 2, 2], { patience: 1 }, [1, 1, 1, 0.5, 0.5]],
  ['an improvement starts over', [3, 3, 2, 2, 2], { patience: 1 }, [1, 1, 1, 1, 0.5]],
  ['a value within the threshold is none', [1, 0.95, 0.85], { patience: 0, threshold: 0.1 }, [1, 0.5, 0.5]],
  ['nor one within the difference', [1, 0.5, 0.45], { patience: 0, threshold: 0.6, thresholdMode: 'abs' }, [1, 0.5, 0.25]],
  ['larger is better with max', [1, 2, 1, 3], { patience: 0, mode: 'max' }, [1, 1, 0.5, 0.5]],
  ['values of the cooldown are not bad', [1, 1, 1, 1, 1], { patience: 0, cooldown: 2 }, [1, 0.5, 0.5, 0.5, 0.25]],
  ['NaN is never better', [NaN, NaN], { patience: 0 }, [0.5, 0.25]],
  ['the least rate', [1, 1, 1], { patience: 0, minLr: 0.4 }, [1, 0.5, 0.4]],
  ['no reduction that is too small', [1, 1, 1], { patience: 0, eps: 0.3 }, [1, 0.5, 0.5]],
] as const)('%s', (_, values, options, expected) => {
  expect(rates(values, options)).toEqual(expected);
});

it('looks at the metric of the evaluator when it has completed, and keeps the history of the trainer', async () => {
  const groups = [{ lr: 1 }, { lr: 1 }];
  const trainer = new Engine(() => 0);
  const evaluator = new Engine(() => 0);
  const losses = [1, 2, 3];
  evaluator.on(Events.COMPLETED, ({ state }) => void (state.metrics.loss = losses[trainer.state.epoch - 1]));
  trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
  new ReduceLROnPlateauScheduler({ paramGroups: groups }, { metricName: 'loss', trainer, saveHistory: true, patience: 1, factor: 0.5, paramGroupIndex: 1 }).attach(evaluator);
  await trainer.run([0], { maxEpochs: 3 });
  expect(groups).toEqual([{ lr: 1 }, { lr: 0.5 }]);
  expect(trainer.state.attributes.paramHistory).toEqual({ lr: [[1], [1], [0.5]] });
});

it('a least rate for each group', () => {
  const groups = [{ lr: 1 }, { lr: 1 }];
  const engine = new Engine(() => 0);
  engine.state.metrics.loss = 1;
  const scheduler = new ReduceLROnPlateauScheduler({ paramGroups: groups }, { metricName: 'loss', patience: 0, minLr: [0.5, 0.01] });
  for (let call = 0; call < 3; call++) scheduler.handle(engine);
  expect(groups).toEqual([{ lr: 0.5 }, { lr: 0.010000000000000002 }]);
});

it('an engine without the metric is told which it has', () => {
  const scheduler = new ReduceLROnPlateauScheduler({ paramGroups: [{ lr: 1 }] }, { metricName: 'loss' });
  const engine = new Engine(() => 0);
  expect(() => scheduler.handle(engine)).toThrow(OptionError);
  Object.assign(engine.state.metrics, { accuracy: 1, nll: 2 });
  expect(() => scheduler.handle(engine)).toThrow('The metrics there are: accuracy, nll.');
});

it('goes on from a saved state, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), fc.nat(), (values, at) => {
      const cut = at % values.length;
      const engine = new Engine(() => 0);
      const make = (groups: { lr: number }[]) => new ReduceLROnPlateauScheduler({ paramGroups: groups }, { metricName: 'm', patience: 1, cooldown: 1, factor: 0.5 });
      const feed = (scheduler: ReduceLROnPlateauScheduler, some: readonly number[]): void => {
        for (const value of some) {
          engine.state.metrics.m = value;
          scheduler.handle(engine);
        }
      };
      const [whole, groups] = [[{ lr: 1 }], [{ lr: 1 }]];
      feed(make(whole), values);
      const stopped = make(groups);
      feed(stopped, values.slice(0, cut));
      const resumed = make(groups);
      resumed.loadStateDict(structuredClone<StateTree>(stopped.stateDict()));
      feed(resumed, values.slice(cut));
      expect(groups).toEqual(whole);
    }),
  );
});

it('refuses a state that does not fit', () => {
  const make = (options: Partial<ReduceLROnPlateauOptions> = {}) => new ReduceLROnPlateauScheduler({ paramGroups: [{ lr: 1 }] }, { metricName: 'm', ...options });
  const scheduler = make();
  const state = scheduler.stateDict();
  for (const other of [make({ metricName: 'n' }).stateDict(), make({ factor: 0.3 }).stateDict(), { ...state, scheduler: null }, { ...state, scheduler: { best: '1', numBadEpochs: 0, cooldownCounter: 0 } }]) {
    expect(() => scheduler.loadStateDict(other)).toThrow(CheckpointError);
  }
  expect(scheduler.stateDict()).toEqual(state);
});

test.each([
  ['a factor of 1', { factor: 1 }],
  ['an unknown mode', { mode: 'other' as never }],
  ['half patience', { patience: 0.5 }],
  ['least rates for other groups', { minLr: [0, 0] }],
  ['a text for a rate', { minLr: '0' as never }],
  ['what is no trainer', { trainer: {} as never }],
])('refuses %s', (_, options) => {
  expect(() => new ReduceLROnPlateauScheduler({ paramGroups: [{ lr: 1 }] }, { metricName: 'm', ...options })).toThrow(OptionError);
});

it('refuses to simulate with another number of values', () => {
  expect(() => ReduceLROnPlateauScheduler.simulateValues(3, { metricValues: [1], initLr: 1 })).toThrow('expected 3 values');
});
