import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { NotComputableError } from '../../src/errors';
import type { StateTree } from '../../src/contracts';
import type { AnyMetric, MetricOptions } from '../../src/metrics';
import { Accuracy, Average, EpochMetric, GeometricAverage, Loss, MetricGroup, MetricsLambda, Precision, Recall, VariableAccumulation } from '../../src/metrics';
import { useTestBackend } from '../support/backend';
import { pretendReadsAreDear } from '../support/dear-reads';
import { ranks } from '../support/two-ranks';

/** What every metric of the catalogue promises. One line here for each of them. */
interface Subject {
  readonly name: string;
  make(options?: MetricOptions): AnyMetric;
  /** One example: what the metric sees of it, before batches are made. */
  readonly example: fc.Arbitrary<readonly (number | readonly number[])[]>;
  /** The dtypes of the elements of an example. */
  readonly dtypes: readonly ('float32' | 'int32')[];
  /** The output is the first element itself. */
  readonly unary?: boolean;
}

const float = fc.float({ min: Math.fround(0.1), max: 8, noNaN: true });
const bit = fc.integer({ min: 0, max: 1 });
const squared = (yPred: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.mean(tf.squaredDifference(yPred, y));

const subjects: readonly Subject[] = [
  { name: 'Accuracy, binary', make: (options) => new Accuracy(options), example: fc.tuple(bit, bit), dtypes: ['int32', 'int32'] },
  {
    name: 'Accuracy, multiclass',
    make: (options) => new Accuracy(options),
    example: fc.tuple(fc.tuple(float, float, float), fc.integer({ min: 0, max: 2 })),
    dtypes: ['float32', 'int32'],
  },
  {
    name: 'Accuracy, multilabel',
    make: (options) => new Accuracy({ ...options, isMultilabel: true }),
    example: fc.tuple(fc.tuple(bit, bit), fc.tuple(bit, bit)),
    dtypes: ['int32', 'int32'],
  },
  {
    name: 'Precision, multiclass',
    make: (options) => new Precision({ ...options, average: 'weighted' }),
    example: fc.tuple(fc.tuple(float, float, float), fc.integer({ min: 0, max: 2 })),
    dtypes: ['float32', 'int32'],
  },
  {
    name: 'Recall, multilabel',
    make: (options) => new Recall({ ...options, average: 'samples', isMultilabel: true }),
    example: fc.tuple(fc.tuple(bit, bit), fc.tuple(bit, bit)),
    dtypes: ['int32', 'int32'],
  },
  { name: 'Loss', make: (options) => new Loss(squared, options), example: fc.tuple(float, float), dtypes: ['float32', 'float32'] },
  { name: 'Average', make: (options) => new Average(options), example: fc.tuple(fc.tuple(float, float)), dtypes: ['float32'], unary: true },
  { name: 'GeometricAverage', make: (options) => new GeometricAverage(options), example: fc.tuple(fc.tuple(float, float)), dtypes: ['float32'], unary: true },
  {
    name: 'EpochMetric',
    make: (options) => new EpochMetric(({ data }, y) => data.reduce((sum, value, index) => sum + value * (y.data[index] ?? NaN), 0), options),
    example: fc.tuple(float, float),
    dtypes: ['float32', 'float32'],
  },
  {
    name: 'MetricsLambda',
    make: (options) => new MetricsLambda((loss, accuracy) => loss + 2 * accuracy, [new Loss(squared, options), new Accuracy(options)]),
    example: fc.tuple(bit, bit),
    dtypes: ['int32', 'int32'],
  },
  {
    name: 'MetricGroup',
    make: (options) => new MetricGroup({ loss: new Loss(squared, options), accuracy: new Accuracy(options) }),
    example: fc.tuple(bit, bit),
    dtypes: ['int32', 'int32'],
  },
];

type Examples = readonly (readonly (number | readonly number[])[])[];

useTestBackend();
afterEach(() => jest.restoreAllMocks());

async function update(subject: Subject, metric: AnyMetric, examples: Examples): Promise<void> {
  const inputs = subject.dtypes.map((dtype, element) => tf.tensor(examples.map((example) => example[element] as number), undefined, dtype));
  await metric.update(subject.unary === true ? inputs[0] : inputs);
  tf.dispose(inputs);
}

async function valueOf(subject: Subject, batches: readonly Examples[], metric = subject.make()): Promise<unknown> {
  for (const batch of batches) await update(subject, metric, batch);
  const value = await metric.compute();
  metric.dispose();
  return value;
}

function split<T>(items: readonly T[], sizes: readonly number[]): T[][] {
  const batches: T[][] = [];
  let start = 0;
  for (const size of [...sizes, items.length]) {
    if (start < items.length) batches.push(items.slice(start, start + size));
    start += size;
  }
  return batches;
}

/** Results may differ by rounding only. */
function expectClose(got: unknown, expected: unknown): void {
  if (typeof expected === 'number') expect(Math.abs((got as number) - expected)).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected)));
  else for (const [key, value] of Object.entries(expected as object)) expectClose((got as Record<string, unknown>)[key], value);
}

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 });

describe.each(subjects)('$name', (subject) => {
  const data = fc.array(subject.example, { minLength: 2, maxLength: 12 });

  test('gives the same value however the data is split', () =>
    fc.assert(
      fc.asyncProperty(data, sizes, async (examples, cuts) => expectClose(await valueOf(subject, split(examples, cuts)), await valueOf(subject, [examples]))),
      { numRuns: 20 },
    ));

  test('does not depend on the order of the examples', () =>
    fc.assert(
      fc.asyncProperty(data, async (examples) => expectClose(await valueOf(subject, [[...examples].reverse()]), await valueOf(subject, [examples]))),
      { numRuns: 10 },
    ));

  test('over two ranks with uneven shards gives the value of all data', () =>
    fc.assert(
      fc.asyncProperty(data, fc.nat(), async (examples, cut) => {
        const at = cut % (examples.length + 1);
        const shards = [examples.slice(0, at), examples.slice(at)];
        const values = await Promise.all(
          ranks(2).map((communicator, rank) => valueOf(subject, split(shards[rank] ?? [], [3]), subject.make({ communicator }))),
        );
        const whole = await valueOf(subject, [examples]);
        for (const value of values) expectClose(value, whole);
      }),
      { numRuns: 10 },
    ));

  test('gives the same value where reads are dear, with no read in update', () =>
    fc.assert(
      fc.asyncProperty(data, sizes, async (examples, cuts) => {
        const near = await valueOf(subject, [examples]);
        pretendReadsAreDear();
        const reads = jest.spyOn(tf.Tensor.prototype, 'data');
        const metric = subject.make();
        for (const batch of split(examples, cuts)) await update(subject, metric, batch);
        expect(reads).not.toHaveBeenCalled();
        expectClose(await metric.compute(), near);
        metric.dispose();
        jest.restoreAllMocks();
      }),
      { numRuns: 10 },
    ));

  test.each(['near', 'dear'])('leaves no tensor behind (reads: %s)', async (reads) => {
    if (reads === 'dear') pretendReadsAreDear();
    const [examples] = fc.sample(data, { numRuns: 1, seed: 7 });
    const before = tf.memory().numTensors;
    const metric = subject.make();
    await update(subject, metric, examples ?? []);
    await metric.compute();
    metric.reset();
    expect(tf.memory().numTensors).toBe(before);
    await update(subject, metric, examples ?? []);
    metric.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('goes on from a saved state to the same bits', () =>
    fc.assert(
      fc.asyncProperty(data, async (examples) => {
        const [first, second] = [examples.slice(0, 1), examples.slice(1)];
        const undisturbed = await valueOf(subject, [first, second]);
        const metric = subject.make();
        await update(subject, metric, first);
        const state = await metric.stateDict();
        const resumed = subject.make();
        await resumed.loadStateDict(state);
        await update(subject, resumed, second);
        expect(await resumed.compute()).toEqual(undisturbed);
      }),
      { numRuns: 10 },
    ));

  test('a state that does not fit is refused and changes nothing', async () => {
    const [examples] = fc.sample(data, { numRuns: 1, seed: 3 });
    const metric = subject.make();
    await update(subject, metric, examples ?? []);
    const value = await metric.compute();
    const state = await metric.stateDict();
    const damaged: StateTree[] = [{}, { ...state, more: 1 }, Object.fromEntries(Object.keys(state).map((key) => [key, 'damaged']))];
    for (const one of damaged) expect(() => metric.loadStateDict(one)).toThrow(expect.objectContaining({ code: 'ERR_CHECKPOINT' }));
    expect(await metric.compute()).toEqual(value);
  });

  test('is not computable before the first example', async () => {
    const metric = subject.make();
    await expect(async () => metric.compute()).rejects.toThrow(NotComputableError);
  });

  test('costs no microtask where reads are copies', () => {
    const [examples] = fc.sample(data, { numRuns: 1, seed: 5 });
    const metric = subject.make();
    const inputs = subject.dtypes.map((dtype, element) => tf.tensor((examples ?? []).map((example) => example[element] as number), undefined, dtype));
    expect(metric.update(subject.unary === true ? inputs[0] : inputs)).toBeUndefined();
    expect(metric.compute()).not.toBeInstanceOf(Promise);
    tf.dispose(inputs);
  });
});

test('an operation of the user accumulates over any split as well', () => {
  const whole = new VariableAccumulation((sum, x) => sum + x);
  for (const value of [1, 2, 3]) void whole.update(value);
  expect(whole.compute()).toEqual([6, 3]);
});
