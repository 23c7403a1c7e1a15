import { OptionError } from '../../../src/errors';
import { createRandom } from '../../../src/internal';
import { CommonObjectDetectionMetrics, ObjectDetectionAvgPrecisionRecall } from '../../../src/metrics';
import type { DetectionOutput } from '../../../src/metrics';

/** Objects of all sizes, and detections close to them, in a few images. */
function output(seed: number): DetectionOutput {
  const source = createRandom(seed);
  const random = (): number => source.uniform();
  const images = Array.from({ length: 4 }, () =>
    Array.from({ length: 15 }, () => {
      const [x, y, size] = [random() * 300, random() * 300, 10 + random() * 150];
      const shift = size * 0.3 * (random() - 0.5);
      const label = Math.floor(random() * 3);
      return { truth: [x, y, x + size, y + size], found: [x + shift, y + shift, x + size, y + size], label, guess: random() < 0.8 ? label : 0, score: random(), isCrowd: random() < 0.1 };
    }),
  );
  return [
    images.map((boxes) => ({ bbox: boxes.map(({ found }) => found), scores: boxes.map(({ score }) => score), labels: boxes.map(({ guess }) => guess) })),
    images.map((boxes) => ({ bbox: boxes.map(({ truth }) => truth), labels: boxes.map(({ label }) => label), iscrowd: boxes.map(({ isCrowd }) => isCrowd) })),
  ];
}

test('its numbers are those of metrics with these options', async () => {
  const common = new CommonObjectDetectionMetrics({ numClasses: 3 });
  for (const seed of [1, 2]) await common.update(output(seed));
  const of = async (options: object): Promise<readonly [number, number]> => {
    const metric = new ObjectDetectionAvgPrecisionRecall({ numClasses: 3, ...options });
    for (const seed of [1, 2]) await metric.update(output(seed));
    return metric.compute();
  };
  const [all, small, medium, large] = [await of({}), await of({ areaRange: 'small' }), await of({ areaRange: 'medium' }), await of({ areaRange: 'large' })];
  const expected = {
    'AP@50..95': all[0],
    'AR-100': all[1],
    'AP@50': (await of({ iouThresholds: [0.5] }))[0],
    'AP@75': (await of({ iouThresholds: [0.75] }))[0],
    'AP-S': small[0],
    'AR-S': small[1],
    'AP-M': medium[0],
    'AR-M': medium[1],
    'AP-L': large[0],
    'AR-L': large[1],
    'AR-1': (await of({ maxDetectionsPerImagePerClass: 1 }))[1],
    'AR-10': (await of({ maxDetectionsPerImagePerClass: 10 }))[1],
  };
  const value = await common.compute();
  expect(value).toEqual(Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, expect.closeTo(value, 12)])));
  expect(Object.keys(value)).toEqual(Object.keys(expected));
});

test('before the first image all are -1', () => {
  expect(new Set(Object.values(new CommonObjectDetectionMetrics().compute()))).toEqual(new Set([-1]));
});

test.each([{ numClasses: 0.5 }, { areaRange: 'small' }])('refuses %p', (options) => {
  expect(() => new CommonObjectDetectionMetrics(options as never)).toThrow(OptionError);
});
