import { CheckpointError } from '../../../src/errors';
import { serial } from '../../../src/distributed';
import { replicated } from '../../../src/metrics';

const isCount = (value: unknown): value is number | null => value === null || typeof value === 'number';

test('holds what it is set to until it is reset', () => {
  const accumulator = replicated<number | null>(null, isCount);
  accumulator.set(3);
  expect([accumulator.value, accumulator.total()]).toEqual([3, 3]);
  accumulator.reset();
  expect(accumulator.value).toBeNull();
});

test('is saved and loaded; what its check refuses is refused', () => {
  const accumulator = replicated<number | null>(null, isCount);
  accumulator.load(4, serial, 'test')();
  expect(accumulator.save()).toBe(4);
  expect(() => accumulator.load('4', serial, 'test')).toThrow(CheckpointError);
  expect(() => accumulator.load(undefined, serial, 'test')).toThrow(CheckpointError);
});
