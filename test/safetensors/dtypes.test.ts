import { elementCount, elementTypes, formatNames } from '../../src/safetensors/dtypes';

it('every element type has the size of its array', () => {
  for (const [name, { bytes, Array: View }] of elementTypes) expect([name, new View(new ArrayBuffer(8), 0, 1).byteLength]).toEqual([name, bytes]);
});

it('names lead back to the element type', () => {
  for (const [host, name] of formatNames) expect(elementTypes.get(name)?.host).toBe(host);
  expect(formatNames.size).toBe(elementTypes.size);
});

it.each([[[], 1], [[2, 3], 6], [[0, 5], 0], [[2 ** 32, 2 ** 32], Infinity], [[2 ** 32, 2 ** 32, 0], Infinity]])('shape %j has %d elements', (shape, count) => {
  expect(elementCount(shape)).toBe(count);
});
