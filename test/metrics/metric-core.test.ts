import { Engine, Events } from '../../src/engine';
import { CheckpointError, OptionError, StateError } from '../../src/errors';
import type { MetricUsage, MetricUsageName, ScalarAccumulator } from '../../src/metrics';
import { Accuracy, Average, EpochWise, Metric, parseMetricOptions, RunningAverage, scalar, SingleEpochRunningBatchWise } from '../../src/metrics';

/** An engine whose outputs are its batches, with what `metrics` held after each iteration and epoch. */
function recorder(): { engine: Engine; seen: string[]; watch: (name: string) => void } {
  const engine = new Engine((_, batch) => batch);
  const seen: string[] = [];
  const watch = (name: string): void => {
    engine.on(Events.ITERATION_COMPLETED, ({ state }) => void seen.push(`i${state.iteration}=${String(state.metrics[name])}`));
    engine.on(Events.EPOCH_COMPLETED, ({ state }) => void seen.push(`e${state.epoch}=${String(state.metrics[name])}`));
  };
  return { engine, seen, watch };
}

describe('attach', () => {
  test('writes the value at the end of each epoch, of that epoch', async () => {
    const { engine, seen, watch } = recorder();
    new Average().attach(engine, 'mean');
    watch('mean');
    await engine.run([1, 3], { maxEpochs: 2 });
    expect(seen).toEqual(['i1=undefined', 'i2=undefined', 'e1=2', 'i3=2', 'i4=2', 'e2=2']);
  });

  test('under two names writes both and counts an output once', async () => {
    const engine = new Engine((_, batch: number) => batch);
    const updates: number[] = [];
    const mean = new Average({ outputTransform: (output) => (updates.push(output as number), output) });
    mean.attach(engine, 'a');
    mean.attach(engine, 'b');
    mean.attach(engine, 'b');
    const { metrics } = await engine.run([1, 3]);
    expect([metrics, updates]).toEqual([{ a: 2, b: 2 }, [1, 3]]);
  });

  test('by usage or by its name', async () => {
    const { engine, seen, watch } = recorder();
    const mean = new Average();
    mean.attach(engine, 'mean', 'singleEpochRunningBatchWise');
    expect([mean.isAttached(engine, SingleEpochRunningBatchWise), mean.isAttached(engine, 'epochWise'), mean.isAttached(engine)]).toEqual([true, false, true]);
    watch('mean');
    await engine.run([1, 3], { maxEpochs: 1 });
    expect(seen).toEqual(['i1=1', 'i2=2', 'e1=2']);
  });

  test('refuses a second usage on the same engine, an unknown one, and a missing name', () => {
    const engine = new Engine(() => 1);
    const mean = new Average();
    mean.attach(engine, 'a');
    expect(() => mean.attach(engine, 'b', 'batchWise')).toThrow(StateError);
    expect(() => mean.attach(engine, 'b', 'sometimes' as MetricUsageName)).toThrow(OptionError);
    expect(() => mean.attach(engine, 'b', 3 as unknown as MetricUsage)).toThrow(OptionError);
    expect(() => mean.attach(engine, '')).toThrow(OptionError);
    expect(() => mean.attach(engine, undefined as unknown as string)).toThrow(OptionError);
  });

  test('works on several engines at once', async () => {
    const mean = new Average();
    const [first, second] = [new Engine((_, batch: number) => batch), new Engine((_, batch: number) => batch)];
    mean.attach(first, 'mean');
    mean.attach(second, 'mean');
    expect([(await first.run([1, 2])).metrics, (await second.run([3, 4])).metrics]).toEqual([{ mean: 1.5 }, { mean: 3.5 }]);
  });

  test('an error in update ends the run with it', async () => {
    const engine = new Engine((): string => 'text');
    new Average().attach(engine, 'mean');
    await expect(engine.run([1])).rejects.toThrow(expect.objectContaining({ code: 'ERR_SHAPE' }));
  });
});

describe('detach', () => {
  test('takes back all names; values already written stay', async () => {
    const engine = new Engine((_, batch: number) => batch);
    const mean = new Average();
    mean.attach(engine, 'a');
    mean.attach(engine, 'b');
    await engine.run([1]);
    mean.detach(engine);
    expect(mean.isAttached(engine)).toBe(false);
    expect((await engine.run([5])).metrics).toEqual({ a: 1, b: 1 });
  });

  test('with a usage leaves other usages alone, and without attachment does nothing', () => {
    const engine = new Engine(() => 1);
    const mean = new Average();
    mean.detach(engine);
    mean.attach(engine, 'a');
    mean.detach(engine, 'batchWise');
    expect(mean.isAttached(engine, EpochWise)).toBe(true);
    mean.detach(engine, EpochWise);
    expect(mean.isAttached(engine)).toBe(false);
  });

  test('the metric can be attached again, with another usage', async () => {
    const engine = new Engine((_, batch: number) => batch);
    const mean = new Average();
    mean.attach(engine, 'a');
    mean.detach(engine);
    mean.attach(engine, 'b', 'batchWise');
    expect((await engine.run([1, 5])).metrics).toEqual({ b: 5 });
  });
});

describe('a restored metric', () => {
  /** A run that stops after `until` iterations: its engine's and its metric's state. */
  async function stopped(until: number, make: () => Average | RunningAverage) {
    const engine = new Engine((_, batch: number) => batch);
    const metric = make();
    metric.attach(engine, 'value');
    engine.on(Events.ITERATION_COMPLETED.once(until), (one) => one.terminate());
    await engine.run([1, 2, 3, 4], { maxEpochs: 2 });
    return { engine: engine.stateDict(), metric: await metric.stateDict() };
  }

  async function resumed(states: Awaited<ReturnType<typeof stopped>>, make: () => Average | RunningAverage): Promise<unknown[]> {
    const metric = make();
    metric.loadStateDict(states.metric);
    // A plain list starts from its beginning: the rest of the epoch is what a loader with a position would give.
    const engine = new Engine(({ state }) => ((state.iteration - 1) % 4) + 1);
    metric.attach(engine, 'value');
    engine.loadStateDict(states.engine);
    const values: unknown[] = [];
    engine.on(Events.EPOCH_COMPLETED, ({ state }) => void values.push(state.metrics.value));
    await engine.run(undefined, {});
    return values;
  }

  test('goes on in the middle of an epoch: the first epoch has the value of all its batches', async () => {
    const make = (): Average => new Average();
    expect(await resumed(await stopped(2, make), make)).toEqual([2.5, 2.5]);
  });

  test('is reset as usual where an epoch begins', async () => {
    const make = (): Average => new Average();
    expect(await resumed(await stopped(4, make), make)).toEqual([2.5]);
  });

  test('over a whole run goes on also where an epoch begins', async () => {
    const make = (): RunningAverage => new RunningAverage({ outputTransform: (output) => output, alpha: 0.5 });
    const undisturbed = await resumed({ engine: { epochLength: 4, iteration: 0, maxEpochs: 2 }, metric: await make().stateDict() }, make);
    expect(await resumed(await stopped(4, make), make)).toEqual(undisturbed.slice(1));
    expect(await resumed(await stopped(6, make), make)).toEqual(undisturbed.slice(1));
  });

  test('is reset by a run that starts anew', async () => {
    const metric = new Average();
    void metric.update(100);
    const other = new Average();
    other.loadStateDict(await metric.stateDict());
    const engine = new Engine((_, batch: number) => batch);
    other.attach(engine, 'value');
    expect((await engine.run([1, 3])).metrics).toEqual({ value: 2 });
  });

  test('only the first time: the next unfinished epoch starts over', async () => {
    const states = await stopped(2, () => new Average());
    const metric = new Average();
    metric.loadStateDict(states.metric);
    const engine = new Engine(() => 10);
    metric.attach(engine, 'value');
    engine.loadStateDict(states.engine);
    engine.on(Events.ITERATION_COMPLETED.once(3), (one) => one.terminateEpoch());
    const values: unknown[] = [];
    engine.on(Events.EPOCH_COMPLETED, ({ state }) => void values.push(state.metrics.value));
    await engine.run(undefined, {});
    expect(values).toEqual([(1 + 2 + 10) / 3, 10]);
  });
});

describe('a metric of the user', () => {
  class Count extends Metric<number, unknown, { n: ScalarAccumulator }> {
    protected readonly accumulators = { n: scalar() };
    constructor() {
      super({ owner: 'Count', keys: 'whole' }, parseMetricOptions('Count'));
    }
    async update(): Promise<void> {
      await Promise.resolve();
      this.accumulators.n.add(1);
    }
    protected evaluate({ n }: { n: number }): Promise<number> {
      return Promise.resolve(n);
    }
  }

  test('may be asynchronous', async () => {
    const engine = new Engine((_, batch: number) => ({ batch }));
    new Count().attach(engine, 'count');
    expect((await engine.run([1, 2, 3])).metrics).toEqual({ count: 3 });
  });

  test('refuses a state of another metric', async () => {
    expect(() => new Count().loadStateDict({ total: 1 })).toThrow(CheckpointError);
    expect(() => new Count().loadStateDict({ n: 1, total: 1 })).toThrow(CheckpointError);
  });
});

test('outputs with named entries need the keys of the metric', async () => {
  const engine = new Engine((_, batch: object) => batch);
  new Accuracy().attach(engine, 'accuracy');
  expect((await engine.run([{ x: 0, yPred: [1, 0], y: [1, 1] }])).metrics).toEqual({ accuracy: 0.5 });
  await expect(engine.run([{ yPred: [1, 0] }])).rejects.toThrow(OptionError);
});
