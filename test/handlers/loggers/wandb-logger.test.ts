import { Engine, Events } from '../../../src/engine';
import { OptionError } from '../../../src/errors';
import type { WandbRun } from '../../../src/handlers';
import { WandbLogger, globalStepFromEngine } from '../../../src/handlers';
import { manualTimers } from './manual-timers';

/** A run as `@wandb/sdk` has it, which writes into the values that it is given. */
function fakeRun(config?: WandbRun['config']) {
  const run = {
    rows: [] as [number, Record<string, unknown>][],
    codes: [] as (number | undefined)[],
    fails: false,
    log(values: Record<string, unknown>, step: number): void {
      if (run.fails) throw new Error('no connection');
      run.rows.push([step, { ...values }]);
      values._step = step;
    },
    finish: async (code?: number): Promise<void> => void run.codes.push(code),
    ...(config === undefined ? {} : { config }),
  };
  return run;
}

function setup(run = fakeRun()) {
  const timers = manualTimers();
  const warnings: string[] = [];
  const note = (message: string): void => void warnings.push(message);
  const logger = new WandbLogger({ run, schedule: timers.schedule, logger: { info: note, warn: note, error: note } });
  return { run, timers, warnings, logger };
}

test('scalars and texts under their step, and the end', async () => {
  const { run, logger, warnings } = setup();
  const values = { loss: NaN, accuracy: 0.5 };
  logger.logScalars(values, 1);
  logger.log({ kind: 'text', tag: 'notes', text: 'hello' }, 1);
  logger.logScalars({ loss: 2 }, 2);
  await logger.close();
  expect(run.rows).toEqual([[1, { loss: NaN, accuracy: 0.5 }], [1, { notes: 'hello' }], [2, { loss: 2 }]]);
  expect([values, run.codes, warnings]).toEqual([{ loss: NaN, accuracy: 0.5 }, [0], []]);
});

test('steps that go down become the last one, with one warning', async () => {
  const { run, logger, warnings } = setup();
  const trainer = new Engine((_, batch: number) => batch);
  const evaluator = new Engine(() => 0.5);
  logger.attachOutputHandler(trainer, { event: Events.ITERATION_COMPLETED, outputTransform: (loss) => ({ loss }) });
  logger.attachOutputHandler(evaluator, { event: Events.COMPLETED, tag: 'validation', outputTransform: (score) => ({ score }), globalStepTransform: globalStepFromEngine(trainer) });
  trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
  await trainer.run([1, 2, 3], { maxEpochs: 2 });
  await logger.close();
  expect(run.rows.map(([step]) => step)).toEqual([1, 2, 3, 3, 4, 5, 6, 6]);
  expect(warnings).toEqual(['WandbLogger: step 1 comes after step 3, and Weights & Biases takes steps in ascending order only: it becomes 3, as will others. Give a globalStepTransform.']);
});

describe('hyperparameters', () => {
  const content = { kind: 'hparams', params: { lr: 0.1 }, metrics: { accuracy: 0.5 } } as const;

  test('go to a config that is an object', async () => {
    const config: Record<string, unknown> = { seed: 1 };
    const { run, logger } = setup(fakeRun(config));
    logger.log(content, 4);
    await logger.close();
    expect([config, run.rows]).toEqual([{ seed: 1, lr: 0.1 }, [[4, { accuracy: 0.5 }]]]);
  });

  test('go to a config with update', async () => {
    const update = jest.fn();
    const { logger } = setup(fakeRun({ update }));
    logger.log({ ...content, metrics: {} }, 4);
    await logger.close();
    expect(update).toHaveBeenCalledWith({ lr: 0.1 });
  });

  test('without a config are lost, with a warning', async () => {
    const { run, logger, warnings } = setup();
    logger.log(content, 4);
    await logger.close();
    expect([run.rows.length, logger.lost]).toEqual([1, 1]);
    expect(warnings[0]).toContain('it has no config for hyperparameters, give them to wandb.init. Training goes on.');
  });
});

test('a failure is tried again, and what was taken does not come again', async () => {
  const { run, logger, timers, warnings } = setup();
  logger.logScalars({ loss: 1 }, 1);
  await logger.flush();
  run.fails = true;
  logger.logScalars({ loss: 2 }, 2);
  await timers.run();
  run.fails = false;
  await timers.run();
  await logger.close();
  expect(run.rows.map(([step]) => step)).toEqual([1, 2]);
  expect(warnings).toEqual([expect.stringContaining('no connection')]);
});

test('an error makes the run fail; removed, nothing does', async () => {
  const { run, logger } = setup();
  const trainer = new Engine(() => {
    throw new Error('broken');
  });
  const other = setup();
  other.logger.attachStatus(trainer).remove();
  logger.attachStatus(trainer);
  await expect(trainer.run([1])).rejects.toThrow('broken');
  await Promise.all([logger.close(), other.logger.close()]);
  expect([run.codes, other.run.codes]).toEqual([[1], [0]]);
});

test('wrong options', () => {
  expect(() => new WandbLogger({ run: {} } as never)).toThrow(OptionError);
  expect(() => new WandbLogger({ run: fakeRun(), project: 'x' } as never)).toThrow('project');
  expect(() => setup().logger.attachStatus({} as never)).toThrow('WandbLogger.attachStatus');
});
