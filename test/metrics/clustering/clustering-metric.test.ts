import { Engine } from '../../../src/engine';
import { NotComputableError, ShapeError } from '../../../src/errors';
import { CalinskiHarabaszScore, DaviesBouldinScore, SilhouetteScore } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const features = [[0, 0], [0, 2], [6, 0], [6, 2]];

describe.each([
  ['CalinskiHarabaszScore', () => new CalinskiHarabaszScore(), 18, 1],
  ['DaviesBouldinScore', () => new DaviesBouldinScore(), 1 / 3, 0],
  ['SilhouetteScore', () => new SilhouetteScore(), 0.6754446796632413, 0],
] as const)('%s', (_, make, expected, ofOnePoint) => {
  const valueOf = (x: number[][], labels: readonly (number | boolean)[]): unknown => {
    const metric = make();
    void metric.update([x, labels]);
    return metric.compute();
  };

  test.each([
    ['numbers from 0', [0, 0, 1, 1]],
    ['any numbers', [9, 9, -0.5, -0.5]],
    ['booleans', [true, true, false, false]],
  ])('labels may be %s', (__, labels) => {
    expect(valueOf(features, labels)).toBeCloseTo(expected, 12);
  });

  test('one column of features', () => {
    expect(valueOf([[0], [1], [5]], [0, 0, 1])).toBeCloseTo(valueOf([[0, 0], [1, 0], [5, 0]], [0, 0, 1]) as number, 12);
  });

  test('is NaN of one cluster and of clusters of one example', () => {
    expect([valueOf(features, [1, 1, 1, 1]), valueOf(features, [0, 1, 2, 3]), valueOf([[1, 2]], [0])]).toEqual([NaN, NaN, NaN]);
  });

  test('of examples that all lie on one point', () => {
    expect(valueOf([[1, 2], [1, 2], [1, 2]], [0, 0, 1])).toBe(ofOnePoint);
  });

  test.each([
    ['a vector as features', [[1, 2], [0, 1]]],
    ['a column of labels', [features, [[0], [0], [1], [1]]]],
    ['other numbers of examples', [features, [0, 1]]],
    ['features that are not finite', [[[1, NaN]], [0]]],
    ['labels that are not finite', [[[1, 2]], [NaN]]],
  ])('refuses %s', (__, pair) => {
    const metric = make();
    expect(() => metric.update(pair as never)).toThrow(ShapeError);
    expect(() => metric.compute()).toThrow(NotComputableError);
  });

  test('takes features and labels from an engine\'s output', async () => {
    const engine = new Engine(() => ({ features, labels: [0, 0, 1, 1], loss: 1 }));
    make().attach(engine, 'score');
    await engine.run(undefined, { maxEpochs: 1, epochLength: 1 });
    expect(engine.state.metrics.score).toBeCloseTo(expected, 12);
    await engine.dispose();
  });
});
