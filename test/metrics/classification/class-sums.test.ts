import { NotComputableError, OptionError } from '../../../src/errors';
import type { AnyMetric } from '../../../src/metrics';
import { Accuracy, cmAccuracy, cmPrecision, cmRecall, ConfusionMatrix, DiceCoefficient, IoU, JaccardIndex, meanIoU } from '../../../src/metrics';
import { classSums } from '../../../src/metrics/classification/class-sums';

/** Class 0: two right, one taken for 1. Class 1: one right. Class 2: one taken for 0. Class 3 neither occurs nor is predicted. */
const predictions = [0, 0, 1, 1, 0];
const targets = [0, 0, 0, 1, 2];
const scores = predictions.map((label) => [0, 1, 2, 3].map((at) => (at === label ? 1 : 0)));
const close = (values: readonly number[]): unknown => values.map((value) => expect.closeTo(value, 12) as number);

type Of = (cm: ConfusionMatrix) => AnyMetric;

test('hits, targets and predictions of each class', () => {
  expect(classSums([[2, 1], [0, 3]])).toEqual([
    { hits: 2, targets: 3, predictions: 2 },
    { hits: 3, targets: 3, predictions: 4 },
  ]);
});

test.each<readonly [string, Of, unknown]>([
  ['IoU', IoU, close([2 / 4, 1 / 2, 0, 0])],
  ['IoU, but class 3', (cm) => IoU(cm, { ignoreIndex: 3 }), close([2 / 4, 1 / 2, 0])],
  ['JaccardIndex', JaccardIndex, close([2 / 4, 1 / 2, 0, 0])],
  ['JaccardIndex, but class 0', (cm) => JaccardIndex(cm, { ignoreIndex: 0 }), close([1 / 2, 0, 0])],
  ['meanIoU', meanIoU, expect.closeTo(1 / 4, 12)],
  ['meanIoU, but class 3', (cm) => meanIoU(cm, { ignoreIndex: 3 }), expect.closeTo(1 / 3, 12)],
  ['DiceCoefficient', DiceCoefficient, close([4 / 6, 2 / 3, 0, 0])],
  ['DiceCoefficient, but class 1', (cm) => DiceCoefficient(cm, { ignoreIndex: 1 }), close([4 / 6, 0, 0])],
  ['cmAccuracy', cmAccuracy, expect.closeTo(3 / 5, 12)],
  ['cmPrecision', cmPrecision, expect.closeTo((2 / 3 + 1 / 2) / 4, 12)],
  ['cmPrecision of each', (cm) => cmPrecision(cm, { average: false }), close([2 / 3, 1 / 2, 0, 0])],
  ['cmRecall', cmRecall, expect.closeTo((2 / 3 + 1) / 4, 12)],
  ['cmRecall of each', (cm) => cmRecall(cm, { average: false }), close([2 / 3, 1, 0, 0])],
])('%s, of counts and of their shares, with targets that the matrix ignores', async (_, make, expected) => {
  for (const average of [null, 'samples'] as const) {
    const metric = make(new ConfusionMatrix({ numClasses: 4, average }));
    await metric.update([[...scores, [1, 0, 0, 0]], [...targets, 255]]);
    expect(await metric.compute()).toEqual(expected);
    metric.reset();
    await expect(async () => metric.compute()).rejects.toThrow(NotComputableError);
  }
});

test('of a matrix with classes second', async () => {
  const metric = IoU(new ConfusionMatrix({ numClasses: 2, layout: 'NCHW' }));
  await metric.update([[[[0.9, 0.2], [0.1, 0.8]]], [[0, 0]]]);
  expect(await metric.compute()).toEqual(close([1 / 2, 0]));
});

test('only counts and shares of all examples are taken where classes are added across rows and columns', () => {
  for (const make of [IoU, JaccardIndex, meanIoU]) {
    for (const average of ['recall', 'precision'] as const) expect(() => make(new ConfusionMatrix({ numClasses: 2, average }))).toThrow(OptionError);
  }
});

test.each([IoU, JaccardIndex, meanIoU, DiceCoefficient])('%p refuses a class to ignore that is none', (make) => {
  const cm = new ConfusionMatrix({ numClasses: 3 });
  for (const ignoreIndex of [3, -1, 0.5, '1']) expect(() => make(cm, { ignoreIndex: ignoreIndex as number })).toThrow(OptionError);
  expect(() => make(cm, { ignoreIndex: null })).not.toThrow();
  expect(() => make(cm, { average: true } as never)).toThrow(OptionError);
});

test('what is no confusion matrix is refused', () => {
  for (const make of [IoU, JaccardIndex, meanIoU, DiceCoefficient, cmAccuracy, cmPrecision, cmRecall]) expect(() => make(new Accuracy() as never)).toThrow(OptionError);
  expect(() => cmRecall(new ConfusionMatrix({ numClasses: 2 }), { average: 'macro' as never })).toThrow(OptionError);
});
