import { isHostTensor } from '../../src/internal';

it.each([
  [{ dtype: 'float32', shape: [1], data: new Float32Array(1) }, true],
  [{ dtype: 'float32', shape: [1], data: [0] }, false],
  [{ data: new Float32Array(1) }, false],
  [{ shape: [1] }, false],
  [null, false],
  [3, false],
])('%p: %p', (value, expected) => {
  expect(isHostTensor(value)).toBe(expected);
});
