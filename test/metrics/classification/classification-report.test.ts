import { Engine } from '../../../src/engine';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { ClassificationReport } from '../../../src/metrics';

const batch = [[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]] as const;
const close = (value: number): number => expect.closeTo(value, 12) as number;

const expected = {
  '0': { precision: 0.5, recall: 1, 'f1-score': close(2 / 3) },
  '1': { precision: 1, recall: 0.5, 'f1-score': close(2 / 3) },
  'macro avg': { precision: 0.75, recall: 0.75, 'f1-score': close(2 / 3) },
};

test('an object, or a JSON text', async () => {
  const [dict, text] = [ClassificationReport({ outputDict: true }), ClassificationReport()];
  await dict.update(batch);
  await text.update(batch);
  expect(await dict.compute()).toEqual(expected);
  const json: string = await text.compute();
  expect(JSON.parse(json)).toEqual(expected);
});

test('names of the classes and beta', async () => {
  const report = ClassificationReport({ outputDict: true, beta: 0.5, labels: ['cat', '__proto__', 'unused'] });
  await report.update(batch);
  const value = await report.compute();
  expect(Object.keys(value)).toEqual(['cat', '__proto__', 'macro avg']);
  expect(value.cat).toEqual({ precision: 0.5, recall: 1, 'f0.5-score': close((1.25 * 0.5) / (0.125 + 1)) });
});

test('several labels, last and second', async () => {
  const values = [[[1, 0], [1, 1]], [[1, 1], [0, 1]]];
  for (const layout of ['NHWC', 'NCHW'] as const) {
    const report = ClassificationReport({ outputDict: true, isMultilabel: true, layout });
    await report.update(values);
    expect((await report.compute())['macro avg']).toEqual({ precision: 0.75, recall: 0.75, 'f1-score': close(2 / 3) });
  }
});

test.each([
  ['flatten', ['0', '1', 'macro avg']],
  ['named', ['report']],
  ['both', ['0', '1', 'macro avg', 'report']],
] as const)('in the metrics of an engine: %s', async (metricsResultMode, keys) => {
  const engine = new Engine((_, output: typeof batch) => output);
  ClassificationReport({ outputDict: true, metricsResultMode }).attach(engine, 'report');
  const { metrics } = await engine.run([batch]);
  expect(Object.keys(metrics)).toEqual(keys);
});

test('through a transform of the output', async () => {
  const engine = new Engine((_, output: typeof batch) => ({ both: output }));
  const report = ClassificationReport({ outputDict: true, outputTransform: (output) => (output as { both: unknown }).both });
  report.attach(engine, 'report');
  expect((await engine.run([batch])).metrics.report).toEqual(expected);
});

test('refuses what has one value only, too few labels, and options that do not fit', async () => {
  const binary = ClassificationReport();
  await binary.update([[1, 0], [1, 1]]);
  await expect(async () => binary.compute()).rejects.toThrow(ShapeError);
  const unnamed = ClassificationReport({ labels: ['cat'] });
  await unnamed.update(batch);
  await expect(async () => unnamed.compute()).rejects.toThrow(OptionError);
  await expect(async () => ClassificationReport().compute()).rejects.toThrow(NotComputableError);
  for (const beta of [0, -1, NaN]) expect(() => ClassificationReport({ beta })).toThrow(OptionError);
  expect(() => ClassificationReport({ labels: [1] as never })).toThrow(OptionError);
  expect(() => ClassificationReport({ average: true } as never)).toThrow(OptionError);
});
