import { serial } from '../../src/distributed';
import { OptionError } from '../../src/errors';

describe('the communicator of one process', () => {
  const data = Float64Array.of(1, -2, NaN);

  test('is rank 0 of 1', () => {
    expect([serial.rank, serial.size]).toEqual([0, 1]);
  });

  test.each(['sum', 'max', 'min'] as const)('reduces by %s to what it has, at once', (reduction) => {
    expect(serial.allReduce(data, reduction)).toEqual(data);
  });

  test('gathers its own data', () => {
    expect(serial.allGather(data)).toEqual([data]);
  });

  test('broadcasts from rank 0 and from no other', () => {
    expect(serial.broadcast(data, 0)).toEqual(data);
    expect(() => serial.broadcast(data, 1)).toThrow(OptionError);
  });

  test('never waits', () => {
    expect(serial.barrier()).toBeUndefined();
  });
});
