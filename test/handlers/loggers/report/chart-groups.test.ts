import { chartGroups } from '../../../../src/handlers/loggers/report/chart-groups';
import { Series } from '../../../../src/handlers/loggers/report/series';

function scalars(curves: Readonly<Record<string, readonly number[]>>): Map<string, Series> {
  return new Map(
    Object.entries(curves).map(([name, steps]) => {
      const series = new Series();
      for (const step of steps) series.add(step, 1);
      return [name, series];
    }),
  );
}

const byHundred = { epoch: 3, toEpoch: (iteration: number) => iteration / 100 };

test('the same metric is one chart, training before validation, each tag in its colour', () => {
  const { metrics, unit } = chartGroups(scalars({ 'validation/loss': [1, 2], 'training/loss': [50, 100], 'other/loss': [1], plain: [1] }), byHundred);
  expect(unit).toBe('epoch');
  expect(metrics.map(({ title, curves }) => [title, curves.map(({ label, colour, points }) => [label, colour, ...points.x])])).toEqual([
    ['loss', [['training', 1, 0.5, 1], ['validation', 2, 1, 2], ['other', 3, 1]]],
    ['plain', [['plain', 1, 1]]],
  ]);
});

test('optimizers have charts of their own, a curve a group', () => {
  const { metrics, parameters } = chartGroups(scalars({ 'lr/group_0': [100], 'lr/group_1': [100], 'head/lr/group_0': [100], 'momentum/group_0': [100] }), byHundred);
  expect(metrics).toEqual([]);
  expect(parameters.map(({ title, curves }) => [title, curves.map(({ label }) => label)])).toEqual([
    ['lr', ['group 0', 'group 1', 'head group 0']],
    ['momentum', ['group 0']],
  ]);
});

test('metrics of single classes come last', () => {
  const { metrics } = chartGroups(scalars({ 'validation/f1/cat': [1], 'validation/f1/dog': [1], 'validation/loss': [1] }), byHundred);
  expect(metrics.map(({ title }) => title)).toEqual(['loss', 'f1/cat', 'f1/dog']);
});

test('without a run, steps are steps', () => {
  const { metrics, unit } = chartGroups(scalars({ loss: [100] }), { epoch: 0, toEpoch: undefined });
  expect([unit, metrics[0]?.curves[0]?.points.x[0]]).toEqual(['step', 100]);
});
