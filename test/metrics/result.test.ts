import { OptionError } from '../../src/errors';
import { isMapping, writeResult } from '../../src/metrics/result';

const report = { precision: 0.5, recall: 1 };

test.each([
  ['flatten', { kept: 1, precision: 0.5, recall: 1 }],
  ['named', { kept: 1, report }],
  ['both', { kept: 1, precision: 0.5, recall: 1, report }],
] as const)('%s', (mode, expected) => {
  const metrics = { kept: 1 };
  writeResult('test', metrics, 'report', report, mode);
  expect(metrics).toEqual(expected);
});

test.each([['number', 3], ['array', [1, 2]], ['null', null]])('a %s is written under the name whatever the mode', (_, value) => {
  const metrics = {};
  writeResult('test', metrics, 'value', value, 'flatten');
  expect(metrics).toEqual({ value });
});

test.each([
  ['named', true],
  ['both', true],
  ['flatten', false],
] as const)('a name among the values: %s', (mode, refused) => {
  const write = (): void => writeResult('test', {}, 'recall', report, mode);
  if (refused) expect(write).toThrow(OptionError);
  else expect(write).not.toThrow();
});

test('plain objects are mappings, other objects are not', () => {
  expect([{}, Object.create(null), new Map(), [], null, new (class A {})()].map(isMapping)).toEqual([true, true, false, false, false, false]);
});
