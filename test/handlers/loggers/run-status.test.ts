import { Engine, Events } from '../../../src/engine';
import { followStatus } from '../../../src/handlers/loggers/run-status';

function setup() {
  const told: string[] = [];
  const trainer = new Engine((engine, batch: string) => {
    if (batch === 'error') throw new Error(batch);
    if (batch === 'interrupt') engine.interrupt();
    return batch;
  });
  return { trainer, told, handle: followStatus(trainer, (status) => told.push(status)) };
}

test('a run that completes is FINISHED, also one that was ended early', async () => {
  const { trainer, told } = setup();
  trainer.on(Events.ITERATION_COMPLETED, () => trainer.terminate());
  await trainer.run(['a', 'b']);
  expect(told).toEqual(['FINISHED']);
});

test('an error makes it FAILED, and is not swallowed', async () => {
  const { trainer, told } = setup();
  await expect(trainer.run(['error'])).rejects.toThrow('error');
  expect(told).toEqual(['FAILED']);
});

test('an interruption makes it KILLED until it goes on', async () => {
  const { trainer, told } = setup();
  await trainer.run(['interrupt', 'b']);
  await trainer.run(null);
  expect(told).toEqual(['KILLED', 'FINISHED']);
});

test('nothing is told after removal', async () => {
  const { trainer, told, handle } = setup();
  handle.remove();
  await trainer.run(['a']);
  expect(told).toEqual([]);
});
