import { Engine, Events } from '../../../src/engine';
import { OptionError } from '../../../src/errors';
import { optimizerParamsHandler } from '../../../src/handlers';
import { memoryLogger } from './memory-sink';

test('the learning rate of each group, as it is when the event fires', async () => {
  const { logger, scalars } = memoryLogger();
  const optimizer = { paramGroups: [{ lr: 0.1, momentum: 0.9 }, { lr: 0.2, momentum: 0.8 }] };
  const engine = new Engine(({ state }) => optimizer.paramGroups.forEach((group) => (group.lr = state.iteration)));
  logger.attachOptimizerParams(engine, { event: Events.ITERATION_STARTED, optimizer, tag: 'training' });
  logger.attachOptimizerParams(engine, { event: Events.COMPLETED, optimizer, paramName: 'momentum' });
  await engine.run([1, 2]);
  expect(await scalars()).toEqual([
    [1, { 'training/lr/group_0': 0.1, 'training/lr/group_1': 0.2 }],
    [2, { 'training/lr/group_0': 1, 'training/lr/group_1': 1 }],
    [1, { 'momentum/group_0': 0.9, 'momentum/group_1': 0.8 }],
  ]);
});

test('refuses what has no groups, and a parameter that no group has, with those there are', () => {
  expect(() => optimizerParamsHandler({ optimizer: {} as never })).toThrow(OptionError);
  expect(() => optimizerParamsHandler({ optimizer: { paramGroups: [{ lr: 1, params: [] }] }, paramName: 'rate' })).toThrow('expected a number of the groups (lr), got "rate"');
});
