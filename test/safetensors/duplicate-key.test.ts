import fc from 'fast-check';
import { duplicateKey } from '../../src/safetensors/duplicate-key';

it('finds none in what JSON.stringify writes', () => {
  fc.assert(fc.property(fc.json(), (text) => expect(duplicateKey(text)).toBeUndefined()));
});

it.each([
  ['{"a":1,"b":2,"a":3}', 'a'],
  ['{"x":{"a":1,"a":1}}', 'a'],
  ['[{"a":[{"b":1},{"b":1}],"a":1}]', 'a'],
  ['{"\\u0061\\"":1,"a\\"":1}', 'a"'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
])('finds the key that occurs twice in %s', (json, key) => {
  expect(duplicateKey(json)).toBe(key);
});

it.each(['{"a":"a","b":"a"}', '[{"a":1},{"a":1}]', '{"a":{"a":1}}', '{"a":["a","a",{"a":1}]}'])('finds none in %s', (json) => {
  expect(duplicateKey(json)).toBeUndefined();
});
