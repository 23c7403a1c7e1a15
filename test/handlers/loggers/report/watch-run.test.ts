import { Engine, Events } from '../../../../src/engine';
import { ReportData } from '../../../../src/handlers/loggers/report/report-data';
import { watchRun } from '../../../../src/handlers/loggers/report/watch-run';

function watched(step: (iteration: number) => void = () => {}) {
  let now = 0;
  const data = new ReportData();
  const writes: string[] = [];
  const trainer = new Engine(
    ({ state }) => {
      now += 500;
      step(state.iteration);
    },
    { clock: { now: () => now } },
  );
  const handle = watchRun(trainer, { data, samplesPerEpoch: 32, wallTime: () => 7, write: async () => void writes.push(data.parts.run.status) });
  return { trainer, data, writes, handle };
}

test('a whole run: epochs with their times, written when an epoch begins and at the end', async () => {
  const { trainer, data, writes } = watched();
  await trainer.run([1, 2], { maxEpochs: 2 });
  expect(data.parts.epochs).toEqual([
    { epoch: 1, iteration: 2, seconds: 1, samples: 32 },
    { epoch: 2, iteration: 4, seconds: 1, samples: 32 },
  ]);
  expect(data.parts.run).toEqual({ status: 'completed', reason: null, epoch: 2, iteration: 4, maxEpochs: 2, epochLength: 2, startedAt: 7 });
  expect(writes).toEqual(['running', 'running', 'completed']);
});

test('what handlers of an epoch log after this one is on its page', async () => {
  const { trainer, data } = watched();
  const seen: number[] = [];
  trainer.on(Events.EPOCH_COMPLETED, async () => {
    await Promise.resolve();
    data.addNote({ tag: 'validation', text: 'late', step: 1 });
  });
  trainer.on(Events.EPOCH_STARTED, () => void seen.push(data.parts.notes.length));
  await trainer.run([1], { maxEpochs: 3 });
  expect(seen).toEqual([0, 1, 2]);
});

test('terminate, with and without COMPLETED, is an early stop; a limit of iterations is none', async () => {
  for (const skipCompleted of [false, true]) {
    const { trainer, data } = watched();
    trainer.on(Events.ITERATION_COMPLETED.once(3), () => trainer.terminate({ skipCompleted }));
    await trainer.run([1, 2], { maxEpochs: 5 });
    expect(data.parts.run).toMatchObject({ status: 'stopped', iteration: 3 });
  }
  const { trainer, data } = watched();
  await trainer.run([1, 2], { maxIters: 3 });
  expect(data.parts.run.status).toBe('completed');
});

test('an error that ends the run, and is awaited to be written', async () => {
  const { trainer, data, writes } = watched((iteration) => {
    if (iteration === 2) throw new TypeError('a bad batch');
  });
  await expect(trainer.run([1, 2])).rejects.toThrow('a bad batch');
  expect(data.parts.run).toMatchObject({ status: 'failed', reason: 'TypeError: a bad batch' });
  expect(writes.at(-1)).toBe('failed');
});

test('an error that is handled becomes a note', async () => {
  const { trainer, data } = watched((iteration) => {
    if (iteration === 2) throw new Error('a bad batch');
  });
  trainer.on(Events.EXCEPTION_RAISED, () => true);
  await trainer.run([1, 2], { maxEpochs: 2 });
  expect(data.parts.run).toMatchObject({ status: 'completed', reason: null });
  expect(data.parts.notes).toEqual([{ tag: 'error', text: 'Handled, and training went on: Error: a bad batch', step: 2 }]);
});

test('a pause, and what comes after it', async () => {
  const { trainer, data } = watched();
  trainer.on(Events.ITERATION_COMPLETED.once(2), () => trainer.interrupt());
  await trainer.run([1, 2, 3]);
  expect(data.parts.run.status).toBe('paused');
  await trainer.run();
  expect(data.parts.run.status).toBe('completed');
});

test('a run that begins anew counts its epochs anew; one that goes on does not', async () => {
  const { trainer, data, handle } = watched();
  await trainer.run([1, 2], { maxEpochs: 2 });
  await trainer.run([1, 2], { maxEpochs: 3 });
  expect(data.parts.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  await trainer.run([1, 2], { maxEpochs: 3 });
  expect(data.parts.epochs.map(({ iteration }) => iteration)).toEqual([2, 4, 6]);
  handle.remove();
  await trainer.run([1], { maxEpochs: 4 });
  expect(data.parts.run.epoch).toBe(3);
});
