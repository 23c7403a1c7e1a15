import { Engine, Events } from '../../../src/engine';
import { OptionError } from '../../../src/errors';
import type { MLflowLoggerOptions } from '../../../src/handlers';
import { MLflowLogger } from '../../../src/handlers';
import { manualTimers } from './manual-timers';
import { fakeMlflow } from './mlflow/fake-mlflow';

function setup(options: Partial<MLflowLoggerOptions> = {}, server = fakeMlflow()) {
  const timers = manualTimers();
  const warnings: string[] = [];
  const note = (message: string): void => void warnings.push(message);
  let now = 1000;
  const logger = new MLflowLogger({
    trackingUri: 'http://mlflow.test/',
    logger: { info: note, warn: note, error: note },
    schedule: timers.schedule,
    wallTime: () => now++,
    fetch: server.fetch,
    ...options,
  });
  return { server, logger, timers, warnings };
}

test('a run: experiment, name, tags, params, metrics, end', async () => {
  const { server, logger, warnings } = setup({ experimentName: 'digits', runName: 'first', tags: { team: 'a' }, params: { lr: 0.1, nesterov: true, loss: 'mse' } });
  expect([logger.runId, logger.runUrl]).toEqual([undefined, undefined]);
  logger.logScalars({ 'training/loss': 0.5, 'training/lr/group_0': 0.1 }, 1);
  logger.log({ kind: 'hparams', params: { epochs: 2 }, metrics: { accuracy: 0.9 } }, 7);
  await logger.close();
  const [run] = server.runs;
  expect(server.experiments.get('digits')).toBe('1');
  expect([run?.name, run?.startTime, run?.status, run?.tags.get('team')]).toEqual(['first', 1000, 'FINISHED', 'a']);
  expect(run?.endTime).toBeGreaterThan(1000);
  expect([...(run?.params ?? [])]).toEqual([['lr', '0.1'], ['nesterov', 'true'], ['loss', 'mse'], ['epochs', '2']]);
  expect(run?.metrics).toEqual([
    { key: 'training/loss', value: 0.5, timestamp: 1002, step: 1 },
    { key: 'training/lr/group_0', value: 0.1, timestamp: 1002, step: 1 },
    { key: 'accuracy', value: 0.9, timestamp: 1003, step: 7 },
  ]);
  expect([logger.runId, logger.runUrl, warnings]).toEqual(['run0', 'http://mlflow.test/#/experiments/1/runs/run0', []]);
});

test('a run without records is there all the same', async () => {
  const { server, logger } = setup();
  await logger.close();
  expect(server.calls).toEqual(['GET experiments/get-by-name', 'POST runs/create', 'POST runs/update']);
  expect(server.runs[0]).toMatchObject({ experimentId: '0', status: 'FINISHED' });
});

test('a run that is there goes on', async () => {
  const { server, logger } = setup();
  logger.logScalars({ loss: 1 }, 1);
  await logger.close();
  const again = setup({ runId: 'run0' }, server);
  again.logger.logScalars({ loss: 0.5 }, 2);
  await again.logger.flush();
  expect(server.runs).toMatchObject([{ status: 'RUNNING', metrics: [{ step: 1 }, { step: 2 }] }]);
  await again.logger.close();
  expect(server.runs).toMatchObject([{ status: 'FINISHED' }]);
});

test('NaN and infinities go under their names', async () => {
  const { server, logger } = setup();
  logger.logScalars({ a: NaN, b: Infinity, c: -Infinity }, 1);
  await logger.close();
  expect(server.runs[0]?.metrics.map(({ value }) => value)).toEqual(['NaN', 'Infinity', '-Infinity']);
});

test('more than a call may have', async () => {
  const params = Object.fromEntries(Array.from({ length: 230 }, (_, index) => [`p${index}`, index]));
  const tags = Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`t${index}`, 'x'.repeat(4000)]));
  const { server, logger } = setup({ params, tags, maxBuffered: 20_000 });
  for (let step = 0; step < 700; step++) logger.logScalars({ a: step, b: 1, c: 2 }, step);
  logger.logScalars(Object.fromEntries(Array.from({ length: 2500 }, (_, index) => [`m${index}`, index])), 1);
  await logger.close();
  const [run] = server.runs;
  expect([run?.params.size, run?.tags.size, run?.metrics.length, logger.lost]).toEqual([230, 121, 4600, 0]);
});

test('more bytes than a call may have', async () => {
  const { server, logger, warnings } = setup();
  logger.logParams(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`p${index}`, '日'.repeat(6001)])));
  await logger.close();
  expect(server.calls.filter((call) => call === 'POST runs/log-batch')).toHaveLength(3);
  expect([server.runs[0]?.params.get('p99'), logger.lost]).toEqual(['日'.repeat(6000), 0]);
  expect(warnings).toEqual([expect.stringContaining('"p0" is cut off')]);
});

test('names are changed where MLflow takes them not, and said so once', async () => {
  const { server, logger, warnings } = setup({ params: { 'a@b': 1 } });
  logger.logScalars({ 'AP@50': 1, 'AP#50': 2, 'top-5 acc.': 3 }, 1);
  logger.logScalars({ 'AP#50': 4 }, 2);
  await logger.close();
  expect(server.runs[0]?.metrics.map(({ key, value }) => [key, value])).toEqual([['AP_50', 1], ['AP_50_2', 2], ['top-5 acc.', 3], ['AP_50_2', 4]]);
  expect([...(server.runs[0]?.params ?? [])]).toEqual([['a_b', '1']]);
  expect(warnings).toEqual([expect.stringContaining('"a@b" is "a_b" there')]);
});

describe('texts', () => {
  test('are files of the run', async () => {
    const { server, logger } = setup();
    logger.log({ kind: 'text', tag: 'notes/größe', text: 'schön' }, 3);
    await logger.close();
    expect([...server.files]).toEqual([['notes/größe/3.txt', 'schön']]);
  });

  test('are tags where the server takes no files', async () => {
    const { server, logger, warnings } = setup({}, fakeMlflow({ keepsFiles: false }));
    logger.log({ kind: 'text', tag: 'notes', text: 'first' }, 1);
    logger.log({ kind: 'text', tag: 'notes', text: 'x'.repeat(9000) }, 2);
    await logger.close();
    expect(server.runs[0]?.tags.get('notes')).toBe('x'.repeat(5000));
    expect(warnings).toEqual([expect.stringContaining('texts become tags'), expect.stringContaining('at most 5000 characters')]);
  });

  test('that are refused are lost, the others are not', async () => {
    const { server, logger, warnings } = setup();
    await logger.flush();
    server.weather = ['fair', 'fair', Response.json({ error_code: 'ENDPOINT_NOT_FOUND', message: 'no files here' }, { status: 404 })];
    logger.log({ kind: 'text', tag: 'notes', text: 'first' }, 1);
    logger.log({ kind: 'text', tag: 'notes', text: 'second' }, 2);
    await logger.close();
    expect([...server.files.values(), logger.lost]).toEqual(['second', 1]);
    expect(warnings[0]).toContain('no files here');
  });
});

test('a server that cannot keep files takes the metrics all the same', async () => {
  const { server, logger } = setup();
  logger.log({ kind: 'text', tag: 'notes', text: 'first' }, 1);
  logger.logScalars({ a: 1 }, 1);
  server.weather = ['fair', 'fair', 'fair', new Response('Internal Server Error', { status: 500 })];
  await logger.close();
  expect([server.runs[0]?.metrics.length, logger.lost]).toEqual([1, 1]);
});

describe('a server that is away', () => {
  test('training goes on with one warning, and everything arrives once it is back', async () => {
    const { server, logger, timers, warnings } = setup();
    server.climate = 'away';
    const trainer = new Engine((_, batch: number) => batch / 2);
    logger.attachOutputHandler(trainer, { event: Events.ITERATION_COMPLETED, outputTransform: (loss) => ({ loss }) });
    trainer.on(Events.EPOCH_COMPLETED, () => timers.run());
    expect((await trainer.run([1, 2], { maxEpochs: 3 })).epoch).toBe(3);
    expect(warnings).toEqual([
      'MLflowLogger: http://mlflow.test cannot be written to: GET api/2.0/mlflow/experiments/get-by-name failed: connect ECONNREFUSED. Training goes on; up to 10000 records are kept and tried again.',
    ]);
    server.climate = 'fair';
    await timers.run();
    expect(server.runs[0]?.metrics.map(({ value, step }) => [step, value])).toEqual([[1, 0.5], [2, 1], [3, 0.5], [4, 1], [5, 0.5], [6, 1]]);
    await logger.close();
    expect([warnings.length, logger.lost, server.runs[0]?.status]).toEqual([1, 0, 'FINISHED']);
  });

  test('for good: the loss is said at the end', async () => {
    const { server, logger, warnings } = setup();
    server.climate = 'away';
    logger.logScalars({ loss: 1 }, 1);
    await logger.close();
    expect(warnings.slice(1)).toEqual([expect.stringContaining('could not be closed'), 'MLflowLogger: 1 records for http://mlflow.test were lost.']);
  });

  test.each(Array.from({ length: 8 }, (_, call) => call))('the answer to call %i got lost: everything is there once', async (call) => {
    const { server, logger, warnings } = setup({ experimentName: 'digits', tags: { team: 'a' } });
    logger.logScalars({ loss: 1 }, 1);
    logger.log({ kind: 'text', tag: 'notes', text: 'hello' }, 1);
    server.weather = [...Array.from({ length: call }, () => 'fair' as const), 'lost'];
    await logger.flush();
    await logger.close();
    expect(server.runs.map(({ metrics, tags, status }) => [metrics.length, tags.get('team'), status])).toEqual([[1, 'a', 'FINISHED']]);
    expect([server.files.size, server.experiments.size, logger.lost]).toEqual([1, 2, 0]);
    expect(warnings).toHaveLength(call < 7 ? 1 : 0);
  });

  test('what has arrived before a failure is not sent again', async () => {
    const { server, logger } = setup({ maxBuffered: 20_000 });
    for (let step = 0; step < 2500; step++) logger.logScalars({ a: step }, step);
    server.weather = ['fair', 'fair', 'fair', 'fair', 'away'];
    await logger.flush();
    expect(server.runs[0]?.metrics).toHaveLength(2000);
    server.calls = [];
    await logger.flush();
    expect(server.calls).toEqual(['POST runs/log-batch']);
    expect(server.runs[0]?.metrics).toHaveLength(2500);
  });
});

describe('what the server refuses', () => {
  test('is lost alone, with its words, and not tried again', async () => {
    const { server, logger, timers, warnings } = setup({ params: { lr: 0.1 } });
    await logger.flush();
    logger.logParams({ lr: 0.2, momentum: 0.9 });
    logger.logParams({ decay: 0.1 });
    logger.logScalars({ loss: 1 }, 1);
    await logger.flush();
    expect([...(server.runs[0]?.params ?? [])]).toEqual([['lr', '0.1'], ['momentum', '0.9'], ['decay', '0.1']]);
    expect(server.runs[0]?.metrics).toHaveLength(1);
    expect([logger.lost, timers.delays]).toEqual([1, []]);
    await logger.close();
    expect(warnings).toEqual([
      'MLflowLogger: http://mlflow.test refuses some records, which are lost: POST api/2.0/mlflow/runs/log-batch was answered with 400 INVALID_PARAMETER_VALUE: cannot change lr. Training goes on.',
      'MLflowLogger: 1 records for http://mlflow.test were lost.',
    ]);
  });

  test('a run that was deleted: few calls', async () => {
    const { server, logger } = setup();
    await logger.flush();
    for (let step = 0; step < 1000; step++) logger.logScalars({ a: step }, step);
    server.isDeleted = true;
    await logger.flush();
    expect([server.calls.filter((call) => call === 'POST runs/log-batch').length, logger.lost]).toEqual([3, 1000]);
  });

  test('a run that there will never be: nothing is asked again', async () => {
    const { server, logger, timers, warnings } = setup({ runId: 'nobody' });
    logger.logScalars({ a: 1 }, 1);
    await timers.run();
    logger.logScalars({ a: 2 }, 2);
    await timers.run();
    await logger.close();
    expect(server.calls).toEqual(['GET runs/get']);
    expect([logger.lost, warnings.length]).toEqual([2, 3]);
    expect(warnings[0]).toContain('404 RESOURCE_DOES_NOT_EXIST: no such run');
  });

  test('tags', async () => {
    const { server, logger, warnings } = setup({ tags: { team: 'a' } });
    server.isDeleted = true;
    await logger.close();
    expect(warnings).toEqual([expect.stringContaining('MLflowLogger: tags are refused:')]);
  });
});

describe('status', () => {
  const failing = (batch: number): number => {
    if (batch === 2) throw new Error('broken');
    return batch;
  };

  test('an error makes it FAILED', async () => {
    const { server, logger } = setup();
    const trainer = new Engine((_, batch: number) => failing(batch));
    logger.attachStatus(trainer);
    await expect(trainer.run([1, 2])).rejects.toThrow('broken');
    await logger.close();
    expect(server.runs[0]?.status).toBe('FAILED');
  });

  test('an error that is handled, after which the run completes, does not', async () => {
    const { logger } = setup();
    const trainer = new Engine((_, batch: number) => failing(batch));
    logger.attachStatus(trainer);
    trainer.on(Events.EXCEPTION_RAISED, () => true);
    await trainer.run([1, 2]);
    expect(logger.status).toBe('FINISHED');
  });

  test('an interruption makes it KILLED; removed, nothing does', async () => {
    const { logger } = setup();
    const trainer = new Engine((engine, batch: number) => {
      engine.interrupt();
      return batch;
    });
    const handle = logger.attachStatus(trainer);
    await trainer.run([1, 2]);
    expect(logger.status).toBe('KILLED');
    logger.status = 'FINISHED';
    handle.remove();
    await trainer.run(null);
    expect(logger.status).toBe('FINISHED');
  });

  test('can be said', async () => {
    const { server, logger } = setup();
    logger.status = 'KILLED';
    await logger.close();
    expect(server.runs[0]?.status).toBe('KILLED');
    expect(() => (logger.status = 'DONE' as never)).toThrow(OptionError);
  });
});

test.each([
  [{ trackingUri: 'mlruns' }, 'trackingUri'],
  [{ trackingUri: 'file:///tmp/mlruns' }, 'trackingUri'],
  [{ trackingUri: 'http://%@host' }, 'trackingUri'],
  [{ trackingUri: 'http://a', experimentName: '' }, 'experimentName'],
  [{ trackingUri: 'http://a', timeout: 0 }, 'timeout'],
  [{ trackingUri: 'http://a', tags: { a: 1 } }, 'tags'],
  [{ trackingUri: 'http://a', params: { a: null } }, 'params'],
  [{ trackingUri: 'http://a', experiment: 'x' }, 'experiment'],
  [{ trackingUri: 'http://a', flushInterval: -1 }, 'flushInterval'],
])('wrong options: %j', (options, name) => {
  expect(() => new MLflowLogger(options as never)).toThrow(OptionError);
  expect(() => new MLflowLogger(options as never)).toThrow(name);
});

test('attachStatus wants an engine', () => {
  expect(() => setup().logger.attachStatus({} as never)).toThrow('MLflowLogger.attachStatus');
});
