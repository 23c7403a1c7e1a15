import { decodeCheckpoint, encodeCheckpoint, plainState } from '../../../src/handlers';

it('goes through a checkpoint file and back into the same object', async () => {
  const history = { accuracy: [0.5, NaN], best: -Infinity, name: 'run' };
  const bytes = await encodeCheckpoint({ history: await plainState(history).stateDict() });
  history.accuracy.push(1);
  history.best = 2;
  const { history: saved } = await decodeCheckpoint(bytes);
  await plainState(history).loadStateDict(saved as Record<string, never>);
  expect(history).toEqual({ accuracy: [0.5, NaN], best: -Infinity, name: 'run' });
});

it('shares nothing with what it saved or loaded', async () => {
  const history = { loss: [1] };
  const saved = (await plainState(history).stateDict()) as { loss: number[] };
  history.loss.push(2);
  expect(saved.loss).toEqual([1]);
  await plainState(history).loadStateDict(saved);
  history.loss.push(3);
  expect(saved.loss).toEqual([1]);
});

it('a state without one of the keys is refused and nothing is written', () => {
  const history = { loss: [1], accuracy: [2] };
  expect(() => plainState(history).loadStateDict({ loss: [9] })).toThrow(expect.objectContaining({ code: 'ERR_CHECKPOINT' }));
  expect(history).toEqual({ loss: [1], accuracy: [2] });
});
