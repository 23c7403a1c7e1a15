import { releasing } from '../../../src/metrics/fairness/releasing';

test('releases once it is done: at once, later, and when it fails either way', async () => {
  const release = jest.fn();
  expect(releasing(() => undefined, release)).toBeUndefined();
  expect(release).toHaveBeenCalledTimes(1);
  let finish = (): void => undefined;
  const pending = releasing(() => new Promise<void>((resolve) => (finish = resolve)), release);
  expect(release).toHaveBeenCalledTimes(1);
  finish();
  await pending;
  expect(release).toHaveBeenCalledTimes(2);
  const fail = (): never => {
    throw new Error('refused');
  };
  expect(() => releasing(fail, release)).toThrow('refused');
  await expect(releasing(async () => Promise.reject(new Error('refused')), release)).rejects.toThrow('refused');
  expect(release).toHaveBeenCalledTimes(4);
});
