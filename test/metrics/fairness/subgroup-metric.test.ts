import { OptionError, ShapeError } from '../../../src/errors';
import { Accuracy, EpochMetric, Precision, SubgroupMetric } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';

useTestBackend();

test('gives each group its value, as its metric has it; a group without rows has none', async () => {
  const metric = new SubgroupMetric({ baseMetric: (options) => new Precision({ ...options, average: null }), groups: [3, 7, 9] });
  expect(await metric.compute()).toEqual({});
  await metric.update([[1, 0, 1, 1], [1, 1, 0, 1], [3, 7, 5, 3]]);
  expect(await metric.compute()).toEqual({ 3: [0, 1], 7: [0, 0] });
  metric.reset();
  expect(await metric.compute()).toEqual({});
});

test('the type of its values is that of the metric', async () => {
  const metric = new SubgroupMetric({ baseMetric: () => new Accuracy(), groups: ['a'] });
  await metric.update([[1], [1], ['a']]);
  const { a } = await metric.compute();
  const value: number | undefined = a;
  expect(value).toBe(1);
});

test('whatever keeps metrics from a value but want of data is thrown', async () => {
  const metric = new SubgroupMetric({ baseMetric: (options) => new EpochMetric(() => { throw new ShapeError({ owner: 'Test', expected: 'more' }); }, options), groups: ['a'] });
  await metric.update([[1], [1], ['a']]);
  expect(() => metric.compute()).toThrow(ShapeError);
});

test.each([{ groups: [] }, { groups: [1, '1'] }, { groups: 'ab' }, {}, { groups: [0], classes: 2 }])('refuses %j', (options) => {
  expect(() => new SubgroupMetric({ baseMetric: () => new Accuracy(), ...options } as never)).toThrow(OptionError);
});
