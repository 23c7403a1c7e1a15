import { isThenable } from '../../src/internal';

it.each([
  [Promise.resolve(1), true],
  [{ then: () => undefined }, true],
  [{ then: 1 }, false],
  [undefined, false],
  [null, false],
  ['then', false],
  [() => undefined, false],
])('%p: %p', (value, expected) => {
  expect(isThenable(value)).toBe(expected);
});
