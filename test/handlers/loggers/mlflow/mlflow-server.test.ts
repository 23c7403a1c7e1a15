import type { AnyEngine } from '../../../../src/engine';
import { Engine, Events } from '../../../../src/engine';
import type { MLflowLoggerOptions } from '../../../../src/handlers';
import { MLflowLogger, setupLogging } from '../../../../src/handlers';
import { manualTimers } from '../manual-timers';
import { MlflowServer, whyNoMlflow } from './mlflow-server';

const reason = whyNoMlflow();

(reason === undefined ? describe : describe.skip)(`with a server of MLflow${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  const server = new MlflowServer();

  beforeAll(async () => {
    await server.reservePort();
    await server.start();
  });

  afterAll(() => server.remove());

  function setup(options: Partial<MLflowLoggerOptions> = {}) {
    const warnings: string[] = [];
    const note = (message: string): void => void warnings.push(message);
    const { schedule } = manualTimers();
    const logger = new MLflowLogger({ trackingUri: server.url, experimentName: 'digits', logger: { info: note, warn: note, error: note }, schedule, timeout: 60_000, ...options });
    return { logger, warnings };
  }

  /** A training run of three epochs with an evaluation after each. */
  async function train(logger: MLflowLogger, onEpoch?: (trainer: AnyEngine) => Promise<void>): Promise<void> {
    const trainer = new Engine((_, batch: number) => 1 / batch);
    const evaluator = new Engine(() => 0);
    const optimizer = { paramGroups: [{ lr: 0.1 }, { lr: 0.01 }] };
    evaluator.on(Events.COMPLETED, ({ state }) => void (state.metrics['AP@50'] = trainer.state.epoch / 4));
    setupLogging(logger, trainer, { optimizers: optimizer, evaluators: evaluator, logEveryIters: 1, trainerOutputTransform: (loss) => ({ loss }) });
    trainer.on(Events.EPOCH_COMPLETED, async (engine) => {
      await evaluator.run([0]);
      await onEpoch?.(engine);
    });
    await trainer.run([1, 2, 4], { maxEpochs: 3 });
  }

  test('a training run: every metric, param, tag and text can be read back', async () => {
    const { logger, warnings } = setup({ runName: 'größe', tags: { team: 'a' }, params: { lr: 0.1, nesterov: true, model: 'mlp' } });
    await train(logger);
    logger.log({ kind: 'text', tag: 'notes/größe', text: 'schön\n' }, 9);
    logger.logScalars({ nan: NaN, large: Infinity, small: -Infinity, tiny: 5e-324, third: 1 / 3 }, 3);
    await logger.close();

    const { runId } = logger;
    const { info, params, tags } = await server.run(runId);
    expect(info).toMatchObject({ run_name: 'größe', status: 'FINISHED' });
    expect(params).toEqual({ lr: '0.1', nesterov: 'true', model: 'mlp' });
    expect(tags).toMatchObject({ team: 'a' });
    expect(await server.get('experiments/get-by-name', { experiment_name: 'digits' })).toMatchObject({ experiment: { experiment_id: info.experiment_id } });
    const losses = [1, 0.5, 0.25];
    expect(await server.history(runId, 'training/loss')).toEqual([...losses, ...losses, ...losses].map((loss, index) => [index + 1, loss]));
    expect(await server.history(runId, 'lr/group_1')).toEqual(Array.from({ length: 9 }, (_, index) => [index + 1, 0.01]));
    expect(await server.history(runId, 'validation/AP_50')).toEqual([[1, 0.25], [2, 0.5], [3, 0.75]]);
    expect(await server.history(runId, 'nan')).toEqual([[3, 'NaN']]);
    expect(await server.history(runId, 'large')).toEqual([[3, Number.MAX_VALUE]]);
    expect(await server.history(runId, 'small')).toEqual([[3, -Number.MAX_VALUE]]);
    expect(await server.history(runId, 'tiny')).toEqual([[3, 5e-324]]);
    expect(await server.history(runId, 'third')).toEqual([[3, 1 / 3]]);
    expect(await server.file(String(info.experiment_id), runId, 'notes/größe/9.txt')).toBe('schön\n');
    expect(warnings).toEqual([expect.stringContaining('"validation/AP@50" is "validation/AP_50" there')]);
  });

  test('the limits of a call', async () => {
    const { logger } = setup({ params: Object.fromEntries(Array.from({ length: 230 }, (_, index) => [`p${index}`, '日'.repeat(3000)])) });
    for (let step = 0; step < 3000; step++) logger.logScalars({ a: step }, step);
    await logger.close();
    expect(logger.lost).toBe(0);
    expect(await server.history(logger.runId, 'a')).toEqual(Array.from({ length: 3000 }, (_, step) => [step, step]));
    expect(Object.keys((await server.run(logger.runId)).params)).toHaveLength(230);
  });

  test('a second process goes on with a run, and what it repeats is there once', async () => {
    const wallTime = (): number => 1_700_000_000_000;
    const { logger } = setup({ wallTime });
    logger.logScalars({ a: 1, b: NaN }, 1);
    await logger.close();
    const { runId = '' } = logger;
    const second = setup({ runId, wallTime });
    second.logger.logScalars({ a: 1, b: NaN, c: 3 }, 1);
    await second.logger.flush();
    expect((await server.run(runId)).info).toMatchObject({ status: 'RUNNING' });
    second.logger.status = 'FAILED';
    await second.logger.close();
    expect([await server.history(runId, 'a'), await server.history(runId, 'b'), await server.history(runId, 'c')]).toEqual([[[1, 1]], [[1, 'NaN']], [[1, 3]]]);
    expect((await server.run(runId)).info).toMatchObject({ status: 'FAILED' });
  });

  test('a param that changes is refused alone, with the words of the server', async () => {
    const { logger, warnings } = setup({ params: { lr: 0.1 } });
    await logger.flush();
    logger.logParams({ lr: 0.2, momentum: 0.9, decay: 0.01 });
    await logger.close();
    expect((await server.run(logger.runId)).params).toEqual({ lr: '0.1', momentum: '0.9', decay: '0.01' });
    expect(warnings).toEqual([expect.stringContaining('Changing param values is not allowed'), expect.stringContaining('1 records')]);
  });

  test('a creation whose answer was lost is found again', async () => {
    let creations = 0;
    const fetchAndLose = async (url: string, init: RequestInit): Promise<Response> => {
      const response = await fetch(url, init);
      if (url.endsWith('/runs/create') && creations++ === 0) throw new TypeError('fetch failed');
      return response;
    };
    const { logger } = setup({ experimentName: 'lost', fetch: fetchAndLose });
    logger.logScalars({ a: 1 }, 1);
    await logger.flush();
    await logger.close();
    expect(creations).toBe(1);
    expect(await server.history(logger.runId, 'a')).toEqual([[1, 1]]);
  });

  test('a server that goes and comes back, and goes for good', async () => {
    const { logger, warnings } = setup();
    logger.logScalars({ before: 1 }, 1);
    await logger.flush();
    await server.stop();
    await train(logger, () => logger.flush());
    expect(warnings.filter((text) => !text.includes('AP_50'))).toEqual([expect.stringMatching(/cannot be written to: POST \S+ failed: .*Training goes on/)]);
    await server.start();
    await logger.flush();
    expect(await server.history(logger.runId, 'training/loss')).toHaveLength(9);
    expect(await server.history(logger.runId, 'validation/AP_50')).toEqual([[1, 0.25], [2, 0.5], [3, 0.75]]);
    expect(logger.lost).toBe(0);

    await server.stop();
    logger.logScalars({ after: 1 }, 10);
    logger.logScalars({ after: 2 }, 11);
    await logger.close();
    expect(warnings.slice(-2)).toEqual([expect.stringContaining('could not be closed'), expect.stringContaining('2 records')]);
    expect(warnings).toHaveLength(4);
  });
});
