import { describe as say } from '../../src/errors';

class Engine {
  readonly state = 1;
}

it.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [0, '0 (number)'],
  [NaN, 'NaN (number)'],
  [true, 'true (boolean)'],
  [12n, '12 (bigint)'],
  [Symbol('a'), 'Symbol(a) (symbol)'],
  ['max', '"max" (string)'],
  ['x'.repeat(200), `"${'x'.repeat(78)}… (string)`],
  [[1, 2], '[1,2] (array of 2)'],
  [{ a: 1 }, '{"a":1} (object)'],
  [Object.create(null), '{} (object)'],
  [new Engine(), 'an instance of Engine'],
  [new TypeError('no'), 'TypeError: no (error)'],
  [{ shape: [2, 3], dtype: 'float32' }, 'a tensor of shape [2, 3] and dtype float32'],
  [function step() {}, 'step (function)'],
  [(() => () => 1)(), 'an anonymous function (function)'],
])('%p is described as %s', (value, text) => {
  expect(say(value)).toBe(text);
});

it('an object that JSON cannot hold does not break the message', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  expect(say(cycle)).toBe('an object without JSON (object)');
});
