import { hasMethods } from '../../src/internal';

class Store {
  readonly name = 'memory';
  list() {}
  read() {}
}

it.each([
  [new Store(), ['list', 'read'], true],
  [new Store(), ['list', 'write'], false],
  [new Store(), ['name'], false],
  [{ now: () => 0 }, ['now'], true],
  [null, ['now'], false],
  [undefined, ['now'], false],
  ['text', ['trim'], false],
])('%p has %p: %p', (value, names, expected) => {
  expect(hasMethods(value, ...names)).toBe(expected);
});
