import { flattenScalars } from '../../../src/handlers/loggers/flatten-scalars';

test.each([
  [1.5, { key: 1.5 }, []],
  [true, { key: 1 }, []],
  [[1, [2, 3]], { 'key/0': 1, 'key/1/0': 2, 'key/1/1': 3 }, []],
  [Float32Array.of(1, 2), { 'key/0': 1, 'key/1': 2 }, []],
  [{ a: 1, b: { c: 2 } }, { 'key/a': 1, 'key/b/c': 2 }, []],
  ['text', {}, ['key']],
  [{ a: null, b: undefined }, {}, ['key/a', 'key/b']],
])('%j', (value, expected, dropped) => {
  const into: Record<string, number> = {};
  const without: string[] = [];
  expect(flattenScalars('key', value, into, (key) => void without.push(key))).toBeUndefined();
  expect([into, without]).toEqual([expected, dropped]);
});
