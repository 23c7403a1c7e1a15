import { ShapeError } from '../../../src/errors';
import { checkSameSize, checkVectors } from '../../../src/metrics/regression/pair-inputs';

const float = (...shape: number[]) => ({ shape, dtype: 'float32' }) as const;

test.each([
  ['vectors', float(3), float(3)],
  ['columns', float(3, 1), float(3, 1)],
  ['no example', float(0), float(0)],
  ['doubles and plain arrays', { shape: [3], dtype: 'float64' }, { shape: [3], dtype: 'number' }],
] as const)('vectors: takes %s', (_, yPred, y) => {
  expect(() => checkVectors('Metric', yPred, y)).not.toThrow();
});

test.each([
  ['two columns', float(3, 2), float(3, 2), /yPred: expected shape \[batch\] or \[batch, 1\]/],
  ['a number', float(), float(), /yPred: expected shape \[batch\]/],
  ['a vector and a column', float(3), float(3, 1), /y: expected yPred's shape \[3\]/],
  ['other lengths', float(3), float(4), /y: expected yPred's shape \[3\]/],
  ['integer predictions', { shape: [3], dtype: 'int32' }, float(3), /yPred: expected floating-point numbers, got "int32"/],
  ['bool targets', float(3), { shape: [3], dtype: 'bool' }, /y: expected floating-point numbers, got "bool"/],
] as const)('vectors: refuses %s', (_, yPred, y, message) => {
  expect(() => checkVectors('Metric', yPred, y)).toThrow(ShapeError);
  expect(() => checkVectors('Metric', yPred, y)).toThrow(message);
});

test.each([
  ['a vector for a column', float(3), float(3, 1)],
  ['images', float(2, 4, 4, 3), float(2, 4, 4, 3)],
  ['another shape of as many elements', float(3, 2), float(6)],
  ['integers', { shape: [3], dtype: 'int32' }, { shape: [3], dtype: 'int32' }],
] as const)('same size: takes %s', (_, yPred, y) => {
  expect(() => checkSameSize('Metric', yPred, y)).not.toThrow();
});

test.each([
  ['targets without a batch axis', float(1), float(), /y: expected shape \[batch, \.\.\.\]/],
  ['fewer targets', float(3), float(2), /y: expected as many elements as yPred has, 3/],
  ['bool predictions', { shape: [3], dtype: 'bool' }, float(3), /yPred: expected numbers, got "bool"/],
] as const)('same size: refuses %s', (_, yPred, y, message) => {
  expect(() => checkSameSize('Metric', yPred, y)).toThrow(ShapeError);
  expect(() => checkSameSize('Metric', yPred, y)).toThrow(message);
});
