import { curvePath } from '../../../../src/handlers/loggers/report/curve-path';
import type { Points } from '../../../../src/handlers/loggers/report/downsample';
import { downsample } from '../../../../src/handlers/loggers/report/downsample';
import { epochAxis } from '../../../../src/handlers/loggers/report/epoch-axis';
import { linearScale, logScale, stepScale } from '../../../../src/handlers/loggers/report/scale';
import { Series } from '../../../../src/handlers/loggers/report/series';
import { smooth } from '../../../../src/handlers/loggers/report/smooth';
import { createRandom } from '../../../../src/internal';

function points(values: readonly number[], steps: readonly number[] = values.map((_, index) => index)): Points {
  return { x: Float64Array.from(steps), y: Float64Array.from(values) };
}

describe('downsample', () => {
  const random = createRandom(1);
  const long = points(Array.from({ length: 10_000 }, () => random.uniform()));

  test('few points stay as they are', () => {
    const few = points([1, 2, 3]);
    expect(downsample(few, 2)).toBe(few);
  });

  test('many become at most two a bucket, with first, last, least and greatest among them, in order', () => {
    long.y[5000] = 9;
    long.y[5001] = -9;
    const { x, y } = downsample(long, 50);
    expect(x.length).toBeLessThanOrEqual(100);
    expect([x[0], x.at(-1), y[0], y.at(-1)]).toEqual([0, 9999, long.y[0], long.y[9999]]);
    expect([...y]).toEqual(expect.arrayContaining([9, -9]));
    expect([...x]).toEqual([...x].sort((a, b) => a - b));
    x.forEach((step, index) => expect(y[index]).toBe(long.y[step]));
  });

  test('a NaN is not lost', () => {
    const broken = points(Array.from(long.y, (value, index) => (index === 7777 ? NaN : value)));
    const { x, y } = downsample(broken, 50);
    expect(y[x.indexOf(7777)]).toBeNaN();
  });
});

describe('smooth', () => {
  test('few points need it not', () => expect(smooth(points([1, 2, 3]), 100)).toBeUndefined());

  test('a mean that neither lags nor is pulled by what is not finite', () => {
    const noisy = points(Array.from({ length: 1000 }, (_, index) => (index === 500 ? NaN : index + (index % 2 === 0 ? 50 : -50))));
    const { x, y } = smooth(noisy, 100) ?? points([]);
    expect(x).toHaveLength(100);
    for (let index = 20; index < 80; index++) expect(Math.abs((y[index] ?? NaN) - (x[index] ?? NaN))).toBeLessThan(3);
  });

  test('begins anew where the steps do', () => {
    const steps = Array.from({ length: 400 }, (_, index) => index % 200);
    const { y } = smooth(points(steps.map((_, index) => (index < 200 ? 0 : 1)), steps), 100) ?? points([]);
    expect([...y].every((value, index) => value === (index < 50 ? 0 : 1))).toBe(true);
  });
});

describe('Series', () => {
  test('keeps what it is given', () => {
    const series = new Series();
    for (let step = 0; step < 1000; step++) series.add(step, step * 2);
    const { x, y } = series.points();
    expect([x.length, x[999], y[500]]).toEqual([1000, 999, 1000]);
  });

  test('a long one keeps extremes, means and the last value, in bounded space', () => {
    const series = new Series();
    for (let step = 0; step < 300_000; step++) series.add(step, step === 123_456 ? 100 : step % 2);
    const { x, y, low, high } = series.points();
    expect(x.length).toBeLessThanOrEqual(1 << 16);
    expect([x.at(-1), y.at(-1)]).toEqual([299_999, 1]);
    expect(high.indexOf(100)).toBeGreaterThan(0);
    expect(low.every((value) => value === 0)).toBe(true);
    expect([...y.subarray(0, -1)].filter((value) => value !== 0.5)).toHaveLength(1);
  });

  test('a restored one goes on as if nothing had happened', () => {
    const [whole, first, second] = [new Series(), new Series(), new Series()];
    const random = createRandom(2);
    const values = Array.from({ length: 200_000 }, () => random.uniform());
    values.forEach((value, step) => whole.add(step, value));
    values.slice(0, 150_001).forEach((value, step) => first.add(step, value));
    second.restore(first.save());
    values.slice(150_001).forEach((value, step) => second.add(150_001 + step, value));
    expect(second.save()).toEqual(whole.save());
  });
});

describe('curvePath', () => {
  const across = stepScale([0, 10], [0, 100]);
  const up = linearScale([0, 1], [100, 0]);

  test('a line, to a tenth of a pixel', () => expect(curvePath(points([0, 0.5, 1], [0, 3.333, 10]), across, up)).toBe('M0 100h0L33.3 50L100 0'));
  test('is broken where a value has no place', () => expect(curvePath(points([0, NaN, 1, Infinity]), across, up)).toBe('M0 100h0M20 0h0'));
  test('is broken where steps begin anew', () => expect(curvePath(points([0, 0, 1], [0, 10, 0]), across, up)).toBe('M0 100h0L100 100M0 0h0'));
  test('by magnitude there is no place for 0', () => expect(curvePath(points([1, 0, 10]), across, logScale([1, 10], [100, 0]))).toBe('M0 100h0M20 0h0'));
});

describe('epochAxis', () => {
  test('without a length there is none', () => expect(epochAxis([], null)).toBeUndefined());
  test('a length alone', () => expect(epochAxis([], 100)?.(150)).toBe(1.5));

  test('epochs of different lengths, and beyond the last', () => {
    const toEpoch = epochAxis([{ epoch: 1, iteration: 100 }, { epoch: 2, iteration: 120 }], 100);
    expect([0, 50, 100, 110, 120, 170].map((iteration) => toEpoch?.(iteration))).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
  });

  test('a run that was resumed in its fourth epoch', () => {
    const toEpoch = epochAxis([{ epoch: 4, iteration: 400 }], 100);
    expect([250, 300, 350, 400].map((iteration) => toEpoch?.(iteration))).toEqual([2.5, 3, 3.5, 4]);
  });
});
