import { serial } from '../../src/distributed';
import { CheckpointError } from '../../src/errors';
import { ElapsedTime } from '../../src/metrics/elapsed-time';
import { ranks } from '../support/two-ranks';

/** A clock that a test moves on. */
function stoppedClock(): { milliseconds: number; now: () => number } {
  const clock = { milliseconds: 100, now: () => clock.milliseconds };
  return clock;
}

test('the seconds from the reset to the last lap', () => {
  const clock = stoppedClock();
  const time = new ElapsedTime(clock);
  expect(time.total(serial)).toBe(0);
  clock.milliseconds = 600;
  time.lap();
  clock.milliseconds = 5000;
  expect(time.total(serial)).toBe(0.5);
  time.reset();
  expect(time.total(serial)).toBe(0);
  clock.milliseconds = 5250;
  time.lap();
  expect(time.total(serial)).toBe(0.25);
});

test('a saved time goes on from when it is loaded', () => {
  const [first, second] = [stoppedClock(), stoppedClock()];
  const [saved, resumed] = [new ElapsedTime(first), new ElapsedTime(second)];
  first.milliseconds = 1100;
  saved.lap();
  second.milliseconds = 40_000;
  const commit = resumed.load(1, serial, 'test');
  expect([saved.save(serial), resumed.total(serial)]).toEqual([1, 0]);
  commit();
  expect(resumed.total(serial)).toBe(1);
  second.milliseconds = 40_500;
  resumed.lap();
  expect(resumed.total(serial)).toBe(1.5);
  expect(() => resumed.load('1', serial, 'test')).toThrow(CheckpointError);
});

test('over ranks the mean of those that have had a lap', async () => {
  const totals = await Promise.all(
    ranks(3).map(async (communicator, rank) => {
      const clock = stoppedClock();
      const time = new ElapsedTime(clock);
      clock.milliseconds += 1000 * (rank + 1);
      if (rank < 2) time.lap();
      return time.total(communicator);
    }),
  );
  expect(totals).toEqual([1.5, 1.5, 1.5]);
});
