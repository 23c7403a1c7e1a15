import { Engine, Events } from '../../src/engine';
import { OptionError } from '../../src/errors';
import { Checkpoint, EarlyStopping, memoryStore, plainState } from '../../src/handlers';
import { addEarlyStoppingByValScore, genSaveBestModelsByValScore } from '../../src/training';

/** A trainer whose evaluator has these accuracies after its epochs. */
function setup(accuracies: readonly number[]) {
  const trainer = new Engine(() => 0);
  const evaluator = new Engine(() => 0);
  evaluator.on(Events.COMPLETED, ({ state }) => void (state.metrics.Accuracy = accuracies[trainer.state.epoch - 1]));
  trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
  return { trainer, evaluator, train: () => trainer.run([0], { maxEpochs: accuracies.length }) };
}

describe('addEarlyStoppingByValScore', () => {
  test('stops the trainer when the score does not improve', async () => {
    const { trainer, evaluator, train } = setup([0.5, 0.6, 0.5, 0.6, 0.7]);
    const { handler } = addEarlyStoppingByValScore({ patience: 2, evaluator, trainer, metricName: 'Accuracy' });
    expect(handler).toBeInstanceOf(EarlyStopping);
    expect((await train()).epoch).toBe(4);
    expect(handler.bestScore).toBe(0.6);
  });

  test('of what is better when smaller', async () => {
    const { trainer, evaluator, train } = setup([0.5, 0.6, 0.7, 0.1]);
    const info = jest.fn();
    addEarlyStoppingByValScore({ patience: 2, evaluator, trainer, metricName: 'Accuracy', scoreSign: -1, logger: { info, warn: info, error: info } });
    expect((await train()).epoch).toBe(3);
    expect(info).toHaveBeenCalledWith(expect.stringContaining('EarlyStopping'));
  });

  test('removed, it stops nothing', async () => {
    const { trainer, evaluator, train } = setup([0.5, 0.4, 0.3]);
    addEarlyStoppingByValScore({ patience: 1, evaluator, trainer, metricName: 'Accuracy' }).remove();
    expect((await train()).epoch).toBe(3);
  });

  test('a metric that is not there is an error with the names there are', async () => {
    const { trainer, evaluator, train } = setup([0.5]);
    addEarlyStoppingByValScore({ patience: 1, evaluator, trainer, metricName: 'accuracy' });
    await expect(train()).rejects.toThrow('Accuracy');
  });

  test('wrong options', () => {
    const { trainer, evaluator } = setup([]);
    const call = (options: object) => () => addEarlyStoppingByValScore({ patience: 1, evaluator, trainer, metricName: 'a', ...options });
    expect(call({ patience: 0 })).toThrow(OptionError);
    expect(call({ metricName: '' })).toThrow('addEarlyStoppingByValScore.metricName');
    expect(call({ scoreSign: 0.5 })).toThrow('1 or -1');
    expect(call({ evaluator: {} })).toThrow('addEarlyStoppingByValScore.evaluator');
    expect(call({ trainer: {} })).toThrow('addEarlyStoppingByValScore.trainer');
    expect(call({ metric: 'a' })).toThrow('metric');
  });
});

describe('genSaveBestModelsByValScore', () => {
  test('keeps the best three, named by epoch and score', async () => {
    const { trainer, evaluator, train } = setup([0.5, 0.75, 0.25, 0.625, 0.875]);
    const store = memoryStore();
    const { handler } = genSaveBestModelsByValScore({ store, evaluator, models: plainState({ w: 1 }), metricName: 'Accuracy', trainer });
    await train();
    expect(handler).toBeInstanceOf(Checkpoint);
    expect(await store.list()).toEqual(['best_model_2_val_accuracy=0.7500.safetensors', 'best_model_4_val_accuracy=0.6250.safetensors', 'best_model_5_val_accuracy=0.8750.safetensors']);
    expect(handler.lastCheckpoint).toBe('best_model_5_val_accuracy=0.8750.safetensors');
  });

  test('several models, a save handler, a tag, and more options', async () => {
    const { evaluator, train } = setup([0.5, 0.25]);
    const saved: unknown[] = [];
    genSaveBestModelsByValScore({
      saveHandler: (content, filename) => void saved.push([filename, content]),
      evaluator,
      models: { generator: plainState({ w: 1 }), critic: plainState({ w: 2 }) },
      metricName: 'Accuracy',
      scoreSign: -1,
      nSaved: 1,
      tag: 'test',
      checkpoint: { filenamePrefix: 'top' },
    });
    await train();
    const content = { generator: { w: 1 }, critic: { w: 2 } };
    expect(saved).toEqual([['top_checkpoint_test_accuracy=-0.5000.safetensors', content], ['top_checkpoint_test_accuracy=-0.2500.safetensors', content]]);
  });

  test('removed, it saves nothing', async () => {
    const { evaluator, train } = setup([0.5]);
    const store = memoryStore();
    genSaveBestModelsByValScore({ store, evaluator, models: plainState({ w: 1 }), metricName: 'Accuracy' }).remove();
    await train();
    expect(await store.list()).toEqual([]);
  });

  test('wrong options', () => {
    const { evaluator } = setup([]);
    const call = (options: object) => () => genSaveBestModelsByValScore({ store: memoryStore(), evaluator, models: plainState({}), metricName: 'a', ...options });
    expect(call({ store: undefined })).toThrow('exactly one of store and saveHandler');
    expect(call({ models: 1 })).toThrow('genSaveBestModelsByValScore.models');
    expect(call({ models: { model: {} } })).toThrow(OptionError);
    expect(call({ nSaved: 0 })).toThrow('nSaved');
    expect(call({ trainer: {} })).toThrow('genSaveBestModelsByValScore.trainer');
    expect(call({ filenamePrefix: 'top' })).toThrow('filenamePrefix');
    expect(call({ checkpoint: { prefix: 'top' } })).toThrow('prefix');
  });
});
