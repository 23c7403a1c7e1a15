import { Engine, Events } from '../../../src/engine';
import { OptionError } from '../../../src/errors';
import { setupLogging } from '../../../src/handlers';
import { memoryLogger } from './memory-sink';

function setup() {
  const { logger, scalars } = memoryLogger();
  const trainer = new Engine((_, batch: number) => batch);
  trainer.on(Events.ITERATION_COMPLETED, ({ state }) => void (state.metrics.running = state.iteration));
  const evaluator = new Engine(() => 0);
  evaluator.on(Events.COMPLETED, ({ state }) => void Object.assign(state.metrics, { accuracy: trainer.state.epoch / 4, other: 1 }));
  trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
  return { logger, scalars, trainer, evaluator };
}

test('one optimizer and one evaluator', async () => {
  const { logger, scalars, trainer, evaluator } = setup();
  setupLogging(logger, trainer, { optimizers: { paramGroups: [{ lr: 0.5 }] }, evaluators: evaluator, logEveryIters: 2 });
  await trainer.run([1, 2, 3], { maxEpochs: 2 });
  expect(await scalars()).toEqual([
    [2, { 'lr/group_0': 0.5 }],
    [2, { 'training/running': 2 }],
    [1, { 'validation/accuracy': 0.25, 'validation/other': 1 }],
    [4, { 'lr/group_0': 0.5 }],
    [4, { 'training/running': 4 }],
    [6, { 'lr/group_0': 0.5 }],
    [6, { 'training/running': 6 }],
    [2, { 'validation/accuracy': 0.5, 'validation/other': 1 }],
  ]);
});

test('several by tag, chosen metrics, outputs, another step; one remove ends it', async () => {
  const { logger, scalars, trainer, evaluator } = setup();
  const handle = setupLogging(logger, trainer, {
    optimizers: { g: { paramGroups: [{ lr: 1 }] }, d: { paramGroups: [{ lr: 2 }, { lr: 3 }] } },
    evaluators: { test: evaluator },
    logEveryIters: 1,
    trainerMetricNames: [],
    evaluatorMetricNames: ['accuracy'],
    trainerOutputTransform: (loss) => ({ loss }),
    evaluatorGlobalStepTransform: () => trainer.state.iteration,
  });
  await trainer.run([5]);
  const logged = [
    [1, { 'g/lr/group_0': 1 }],
    [1, { 'd/lr/group_0': 2, 'd/lr/group_1': 3 }],
    [1, { 'training/loss': 5 }],
    [1, { 'test/accuracy': 0.25 }],
  ];
  expect(await scalars()).toEqual(logged);
  handle.remove();
  await trainer.run([5]);
  expect(await scalars()).toEqual(logged);
});

test('every hundredth iteration by default', async () => {
  const { logger, scalars, trainer } = setup();
  setupLogging(logger, trainer);
  await trainer.run(Array.from({ length: 250 }, () => 0));
  expect(await scalars()).toEqual([[100, { 'training/running': 100 }], [200, { 'training/running': 200 }]]);
});

test.each<[object, string]>([
  [{ optimizers: [] }, 'setupLogging.optimizers'],
  [{ optimizers: { g: {} } }, 'setupLogging.optimizers'],
  [{ evaluators: { validation: {} } }, 'setupLogging.evaluators'],
  [{ logEveryIters: 0 }, 'setupLogging.logEveryIters'],
  [{ trainerMetricNames: 'some' }, 'setupLogging.trainerMetricNames'],
  [{ log_every_iters: 1 }, 'setupLogging'],
])('refuses %j', (options, owner) => {
  const { logger, trainer } = setup();
  expect(() => setupLogging(logger, trainer, options)).toThrow(OptionError);
  expect(() => setupLogging(logger, trainer, options)).toThrow(owner);
});

test('refuses what is no logger and no engine', () => {
  const { logger, trainer } = setup();
  expect(() => setupLogging({} as never, trainer)).toThrow('setupLogging.logger');
  expect(() => setupLogging(logger, {} as never)).toThrow('setupLogging.trainer');
});
