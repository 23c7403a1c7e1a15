import { OptionError } from '../../../src/errors';
import { Fbeta, Precision, Recall } from '../../../src/metrics';

const batch = [[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]];

test('of each class, or their mean', async () => {
  const [mean, each] = [Fbeta(1), Fbeta(1, { average: false })];
  await mean.update(batch);
  await each.update(batch);
  expect([await mean.compute(), await each.compute()]).toEqual([expect.closeTo(2 / 3, 12), [expect.closeTo(2 / 3, 12), expect.closeTo(2 / 3, 12)]]);
});

test('is precision for a small beta, recall for a large one', async () => {
  for (const [beta, expected] of [[1e-6, [0.5, 1]], [1e6, [1, 0.5]]] as const) {
    const metric = Fbeta(beta, { average: false });
    await metric.update(batch);
    expect(await metric.compute()).toEqual(expected.map((value) => expect.closeTo(value, 6) as number));
  }
});

test('takes precision and recall that do not average, and no others', () => {
  expect(() => Fbeta(1, { precision: new Precision(), recall: new Recall() })).not.toThrow();
  expect(() => Fbeta(1, { precision: new Precision({ average: true }) as never })).toThrow(OptionError);
  expect(() => Fbeta(1, { recall: new Recall({ average: 'micro' }) as never })).toThrow(OptionError);
  for (const beta of [0, -1, NaN, '1']) expect(() => Fbeta(beta as number)).toThrow(OptionError);
});
