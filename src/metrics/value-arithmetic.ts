import { NotComputableError, OptionError, ShapeError } from '../errors';

/** A number, or numbers in nested arrays: what arithmetic on metrics works on. */
export type NumericValue = number | readonly NumericValue[];

/** What an operation on two values gives: a number of two numbers, else an array. */
export type Combined<A, B> = [A, B] extends [number, number] ? number : NumericValue;

/** Operations on two numbers; `mod` and `floorDiv` round towards minus infinity. */
export const operations = {
  add: (a: number, b: number): number => a + b,
  sub: (a: number, b: number): number => a - b,
  mul: (a: number, b: number): number => a * b,
  div: (a: number, b: number): number => a / b,
  pow: (a: number, b: number): number => a ** b,
  mod: (a: number, b: number): number => a - Math.floor(a / b) * b,
  floorDiv: (a: number, b: number): number => Math.floor(a / b),
} as const;

/** Name of an operation on two numbers. */
export type Operation = keyof typeof operations;

/** Applies an operation element by element; a number goes with every element of an array. */
export function combine(operation: Operation, a: unknown, b: unknown): NumericValue {
  return zip(operation, toValue(operation, a), toValue(operation, b));
}

function zip(operation: Operation, a: NumericValue, b: NumericValue): NumericValue {
  if (typeof a === 'number') return typeof b === 'number' ? operations[operation](a, b) : b.map((element) => zip(operation, a, element));
  if (typeof b === 'number') return a.map((element) => zip(operation, element, b));
  if (a.length !== b.length) {
    throw new ShapeError({ owner: `Metric.${operation}`, expected: `arrays of the same length, such as ${a.length}`, got: b.length });
  }
  return a.map((element, index) => zip(operation, element, b[index] ?? NaN));
}

/** One element of an array, counted from the end when negative. */
export function elementOf(value: unknown, index: number): NumericValue {
  const array = toValue('index', value);
  const element = typeof array === 'number' ? undefined : array.at(index);
  if (element === undefined) throw new OptionError({ owner: 'Metric.index', expected: `an index into ${describeLength(array)}`, got: index });
  return element;
}

function describeLength(value: NumericValue): string {
  return typeof value === 'number' ? 'an array, but the value is a number' : `${value.length} elements`;
}

/** The sum over all elements. */
export function sumOf(value: unknown): number {
  return leaves(toValue('sum', value)).reduce((sum, element) => sum + element, 0);
}

/** The mean over all elements. */
export function meanOf(value: unknown): number {
  const elements = leaves(toValue('mean', value));
  return elements.reduce((sum, element) => sum + element, 0) / elements.length;
}

/** The diagonal of a matrix; a matrix with a vector on its diagonal. */
export function diagonalOf(value: unknown): NumericValue {
  const rows = toValue('diag', value);
  if (typeof rows === 'number') throw new ShapeError({ owner: 'Metric.diag', expected: 'a vector or a matrix', got: value });
  const isVector = rows.every((row) => typeof row === 'number');
  if (isVector) return rows.map((element, row) => rows.map((_, column) => (row === column ? element : 0)));
  const width = Math.min(...rows.map((row) => (typeof row === 'number' ? 0 : row.length)));
  return rows.slice(0, width).map((row, index) => (typeof row === 'number' ? NaN : (row[index] ?? NaN)));
}

function leaves(value: NumericValue): number[] {
  return typeof value === 'number' ? [value] : value.flatMap(leaves);
}

function toValue(operation: string, value: unknown): NumericValue {
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map((element) => toValue(operation, element));
  throw new NotComputableError({ owner: `Metric.${operation}`, expected: 'metrics whose values are numbers or arrays of numbers', got: value });
}
