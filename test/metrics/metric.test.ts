import { Engine } from '../../src/engine';
import { OptionError, StateError } from '../../src/errors';
import type { MetricValues } from '../../src/metrics';
import { Accuracy, Average, MetricsLambda, RunningAverage } from '../../src/metrics';

const pair = [Int32Array.of(1, 0, 1, 1), Int32Array.of(1, 1, 1, 1)] as const;

function accuracy(): Accuracy {
  const metric = new Accuracy();
  void metric.update(pair);
  return metric;
}

describe('arithmetic', () => {
  const a = accuracy();
  test.each([
    ['a + 1', a.add(1), 1.75],
    ['a - 1', a.sub(1), -0.25],
    ['a * a', a.mul(a), 0.5625],
    ['a / 2', a.div(2), 0.375],
    ['a ** 2', a.pow(2), 0.5625],
    ['a % 0.5', a.mod(0.5), 0.25],
    ['a // 0.5', a.floorDiv(0.5), 1],
    ['1 + a', a.radd(1), 1.75],
    ['1 - a', a.rsub(1), 0.25],
    ['2 * a', a.rmul(2), 1.5],
    ['3 / a', a.rdiv(3), 4],
    ['4 ** a', a.rpow(4), 4 ** 0.75],
    ['2 % a', a.rmod(2), 0.5],
    ['2 // a', a.rfloorDiv(2), 2],
    ['(a + a) / (1 + a)', a.add(a).div(a.radd(1)), 1.5 / 1.75],
    ['sum, mean of [a, 2a]', a.mul([1, 2]).sum().sub(a.mul([1, 2]).mean()), 1.125],
    ['[a, 2a][-1]', a.mul([1, 2]).index(-1), 1.5],
    ['a function', a.map((value) => value.toFixed(1)), '0.8'],
  ])('%s', (_, metric, expected) => {
    expect(metric.compute()).toEqual(expected);
  });

  test('an operand that is no value is refused when it is computed', () => {
    expect(() => a.add('1' as unknown as number).compute()).toThrow(expect.objectContaining({ code: 'ERR_NOT_COMPUTABLE' }));
  });
});

describe('MetricsLambda', () => {
  test('gets the values of its arguments in order, constants as they are', () => {
    expect(new MetricsLambda((a, text, b) => [a, text, b], [accuracy(), 'text', accuracy()]).compute()).toEqual([0.75, 'text', 0.75]);
  });

  test('may be asynchronous', async () => {
    expect(await new MetricsLambda(async (a) => a * 2, [accuracy()]).compute()).toBe(1.5);
  });

  test('needs a metric and a function', () => {
    expect(() => new MetricsLambda(() => 1, [1])).toThrow(OptionError);
    expect(() => new MetricsLambda(undefined as unknown as () => number, [accuracy()])).toThrow(OptionError);
    expect(() => new MetricsLambda(() => 1, [accuracy()], { skipUnrolling: true } as object)).toThrow(OptionError);
  });

  test('updates and resets each metric once, however often it occurs', () => {
    const mean = new Average();
    const lambda = mean.add(mean).add(mean);
    void lambda.update(2);
    expect([lambda.compute(), mean.compute()]).toEqual([6, 2]);
    lambda.reset();
    expect(() => mean.compute()).toThrow();
  });

  test('attached, only its own name is written, and shared metrics count an output once', async () => {
    const engine = new Engine((_, batch: number) => batch);
    const updates: unknown[] = [];
    const mean = new Average({ outputTransform: (output) => (updates.push(output), output) });
    const [twice, squared] = [mean.add(mean), mean.mul(mean)];
    twice.attach(engine, 'twice');
    squared.attach(engine, 'squared');
    expect((await engine.run([1, 3])).metrics).toEqual({ twice: 4, squared: 4 });
    mean.attach(engine, 'mean');
    twice.detach(engine);
    updates.length = 0;
    expect((await engine.run([2, 4])).metrics).toEqual({ twice: 4, squared: 9, mean: 3 });
    expect(updates).toEqual([2, 4]);
  });

  test('that cannot follow the engine leaves nothing attached', async () => {
    const engine = new Engine((_, batch: number) => batch);
    const [first, second] = [new Average(), new Average()];
    second.attach(engine, 'second', 'batchWise');
    const sum = first.add(second);
    expect(() => sum.attach(engine, 'sum')).toThrow(StateError);
    expect(sum.isAttached(engine)).toBe(false);
    await engine.run([1]);
    expect(() => first.compute()).toThrow();
  });

  test('attached, it is updated by the engine alone', () => {
    const lambda = accuracy().rsub(1);
    lambda.attach(new Engine(() => pair), 'error');
    expect(() => lambda.update(pair)).toThrow(StateError);
  });

  test('combines running averages, which follow the engine in their own way', async () => {
    const engine = new Engine((_, batch: number) => batch);
    const running = new RunningAverage({ src: new Average(), alpha: 0.5 });
    running.mul(10).attach(engine, 'tenfold', 'runningBatchWise');
    expect((await engine.run([1, 3])).metrics).toEqual({ tenfold: 20 });
  });
});

test('the values of a record of metrics are typed', () => {
  const values: MetricValues<{ accuracy: Accuracy; error: MetricsLambda<number> }> = { accuracy: 0.5, error: 0.5 };
  expect(values.accuracy.toFixed(1) + values.error.toFixed(1)).toBe('0.50.5');
});
