import { Engine } from '../../src/engine';
import { OptionError } from '../../src/errors';
import { Accuracy, Average, Loss, MetricGroup } from '../../src/metrics';
import { useTestBackend } from '../support/backend';

useTestBackend();

test('each metric takes what it needs of the same output', async () => {
  const engine = new Engine((_, batch: object) => batch);
  const size = new Average({ outputTransform: (output) => (output as { y: number[] }).y.length });
  new MetricGroup({ accuracy: new Accuracy(), size }, { metricsResultMode: 'named' }).attach(engine, 'group');
  expect((await engine.run([{ yPred: [1, 0], y: [1, 1] }])).metrics).toEqual({ group: { accuracy: 0.5, size: 2 } });
});

test("the group's transform comes before those of its metrics", () => {
  const group = new MetricGroup({ mean: new Average({ outputTransform: (output) => (output as number) * 10 }) }, { outputTransform: (output) => (output as number) + 1 });
  void group.observe(1);
  expect(group.compute()).toEqual({ mean: 20 });
});

test('options of an output with named entries reach a loss in it', () => {
  const group = new MetricGroup({ loss: new Loss((_p: never, _y: never, { scale }: { scale: number }) => scale) });
  void group.observe({ yPred: Float32Array.of(1), y: Float32Array.of(1), criterionKwargs: { scale: 4 } });
  expect(group.compute()).toEqual({ loss: 4 });
});

test('refuses what is no metric', () => {
  expect(() => new MetricGroup({ accuracy: 'accuracy' } as never)).toThrow(OptionError);
});
