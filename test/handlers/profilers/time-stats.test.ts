import { formatSeconds, formatStats, timeStats } from '../../../src/handlers/profilers/time-stats';

it('is what torch says of the same numbers', () => {
  // torch.tensor([3, 1, 4, 1, 5, 9], dtype=torch.double): sum 23, mean 3.8333…, std 2.9944392908634274
  const stats = timeStats([3, 1, 4, 1, 5, 9]);
  expect(stats).toEqual({ count: 6, total: 23, min: { seconds: 1, index: 1 }, max: { seconds: 9, index: 5 }, mean: 23 / 6, std: expect.closeTo(2.9944392908634274, 12) as number });
});

it('has nothing to say of no times, and no deviation of one', () => {
  expect(timeStats([])).toEqual({ count: 0, total: 0, min: null, max: null, mean: null, std: null });
  expect(timeStats([2])).toEqual({ count: 1, total: 2, min: { seconds: 2, index: 0 }, max: { seconds: 2, index: 0 }, mean: 2, std: null });
});

it('shows five decimals', () => {
  expect(formatStats(timeStats([0.5, 0.25]))).toEqual(['0.75000', '0.25000/1', '0.50000/0', '0.37500', '0.17678']);
  expect(formatStats(timeStats([]))).toEqual(['not triggered', '-', '-', '-', '-']);
  expect(formatSeconds(1)).toBe('1.00000');
});
