import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { IgniteError, NotComputableError } from '../../src/errors';
import type { StateTree } from '../../src/contracts';
import type { AnyMetric, MetricOptions } from '../../src/metrics';
import { disposeTensors } from '../../src/tensor';
import { useTestBackend } from '../support/backend';
import { pretendReadsAreDear } from '../support/dear-reads';
import { ranks } from '../support/two-ranks';

/** One metric of the catalogue and what it is fed with. */
export interface Subject<Example = unknown> {
  readonly name: string;
  make(options?: MetricOptions): AnyMetric;
  /** One example: what the metric sees of it, before batches are made. */
  readonly example: fc.Arbitrary<Example>;
  /** The output of a batch of examples, for `update`; its tensors are disposed afterwards. See `tensorsOf`. */
  batch(examples: readonly Example[]): unknown;
  /** Outputs that `update` refuses, by what is wrong with them. */
  readonly refused: Readonly<Record<string, () => unknown>>;
  /** The value before the first example, of the few that have one. By default a NotComputableError is thrown. */
  readonly before?: unknown;
  /** Why the value depends on how the data are split into batches, of the few of which that is true. */
  readonly dependsOnSplit?: string;
  /** Why the value depends on the order of the examples, where it does. */
  readonly dependsOnOrder?: string;
  /** Why outputs are taken apart on the host: then nothing is said of where reads are dear. */
  readonly hostOnly?: string;
  /** How many examples there are at least. @default 2 */
  readonly atLeast?: number;
  /** By how much values may differ, relative to the larger of them and 1. @default 1e-4 */
  readonly tolerance?: number;
}

/** Makes `batch` of a subject whose examples are tuples of numbers or nested arrays: a tensor of each element. */
export function tensorsOf(...dtypes: readonly ('float32' | 'int32' | 'bool')[]): (examples: readonly (readonly unknown[])[]) => tf.Tensor[] {
  return (examples) => dtypes.map((dtype, element) => tf.tensor(examples.map((example) => example[element]) as number[], undefined, dtype));
}

/** A subject whose type of example is its own affair. */
export function subject<Example>(one: Subject<Example>): Subject {
  return one;
}

async function update(of: Subject, metric: AnyMetric, examples: readonly unknown[]): Promise<void> {
  const output = of.batch(examples);
  await metric.update(output);
  disposeTensors(output);
}

async function valueOf(of: Subject, batches: readonly (readonly unknown[])[], metric = of.make()): Promise<unknown> {
  for (const batch of batches) await update(of, metric, batch);
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
function expectClose(got: unknown, expected: unknown, tolerance: number): void {
  if (typeof expected === 'number') {
    const same = Object.is(got, expected) || Math.abs((got as number) - expected) < tolerance * Math.max(1, Math.abs(expected));
    if (!same) expect(got).toBe(expected);
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(got as object)).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected)) expectClose((got as Record<string, unknown>)[key], value, tolerance);
  } else {
    expect(got).toEqual(expected);
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 });

/** What every metric promises, tried on each of the subjects. */
export function describeContract(subjects: readonly Subject[]): void {
  useTestBackend();
  afterEach(() => jest.restoreAllMocks());

  describe.each(subjects)('$name', (of) => {
    const { atLeast = 2, tolerance = 1e-4 } = of;
    const data = fc.array(of.example, { minLength: atLeast, maxLength: atLeast + 10 });
    const sample = (seed: number): unknown[] => fc.sample(data, { numRuns: 1, seed })[0] ?? [];
    const cutsOf = (cuts: readonly number[]): readonly number[] => (of.dependsOnSplit === undefined ? cuts : []);

    if (of.dependsOnSplit === undefined) {
      test('gives the same value however the data is split', () =>
        fc.assert(
          fc.asyncProperty(data, sizes, async (examples, cuts) => expectClose(await valueOf(of, split(examples, cuts)), await valueOf(of, [examples]), tolerance)),
          { numRuns: 20 },
        ));

      test.each([2, 3])('over %d ranks with uneven shards gives the value of all data', (size) =>
        fc.assert(
          fc.asyncProperty(data, fc.array(fc.nat({ max: 6 }), { minLength: size - 1, maxLength: size - 1 }), async (examples, cuts) => {
            const shards: unknown[][] = [];
            for (const cut of cuts) shards.push(examples.slice(shards.flat().length, shards.flat().length + cut));
            shards.push(examples.slice(shards.flat().length));
            const values = await Promise.all(ranks(size).map((communicator, rank) => valueOf(of, split(shards[rank] ?? [], [3]), of.make({ communicator }))));
            const whole = await valueOf(of, [examples]);
            for (const value of values) expectClose(value, whole, tolerance);
          }),
          { numRuns: 10 },
        ));
    }

    if (of.dependsOnOrder === undefined) {
      test('does not depend on the order of the examples', () =>
        fc.assert(
          fc.asyncProperty(data, async (examples) => expectClose(await valueOf(of, [[...examples].reverse()]), await valueOf(of, [examples]), tolerance)),
          { numRuns: 10 },
        ));
    }

    if (of.hostOnly === undefined) {
      test('gives the same value where reads are dear, with no read in update and one in compute', () =>
        fc.assert(
          fc.asyncProperty(data, sizes, async (examples, cuts) => {
            const near = await valueOf(of, [examples]);
            // A failure that is being shrunk has left its spies behind.
            jest.restoreAllMocks();
            pretendReadsAreDear();
            const [data, dataSync] = [jest.spyOn(tf.Tensor.prototype, 'data'), jest.spyOn(tf.Tensor.prototype, 'dataSync')];
            const metric = of.make();
            for (const batch of split(examples, cutsOf(cuts))) await update(of, metric, batch);
            expect(data).not.toHaveBeenCalled();
            expectClose(await metric.compute(), near, tolerance);
            expect(data.mock.calls.length).toBeLessThanOrEqual(1);
            expect(dataSync).not.toHaveBeenCalled();
            metric.dispose();
            jest.restoreAllMocks();
          }),
          { numRuns: 10 },
        ));
    }

    test.each(of.hostOnly === undefined ? ['near', 'dear'] : ['near'])('leaves no tensor behind (reads: %s)', async (reads) => {
      if (reads === 'dear') pretendReadsAreDear();
      const before = tf.memory().numTensors;
      const metric = of.make();
      await update(of, metric, sample(7));
      await metric.compute();
      metric.reset();
      expect(tf.memory().numTensors).toBe(before);
      await update(of, metric, sample(7));
      metric.dispose();
      expect(tf.memory().numTensors).toBe(before);
    });

    test('goes on from a saved state to the same bits', () =>
      fc.assert(
        fc.asyncProperty(data, async (examples) => {
          const [first, second] = [examples.slice(0, Math.max(1, atLeast - 1)), examples.slice(Math.max(1, atLeast - 1))];
          const undisturbed = await valueOf(of, [first, second]);
          const metric = of.make();
          await update(of, metric, first);
          const state = await metric.stateDict();
          const resumed = of.make();
          await resumed.loadStateDict(state);
          await update(of, resumed, second);
          expect(await resumed.compute()).toEqual(undisturbed);
          metric.dispose();
          resumed.dispose();
        }),
        { numRuns: 10 },
      ));

    test('a state that does not fit is refused and changes nothing', async () => {
      const metric = of.make();
      await update(of, metric, sample(3));
      const value = await metric.compute();
      const state = await metric.stateDict();
      const damaged: StateTree[] = [{}, { ...state, more: 1 }, Object.fromEntries(Object.keys(state).map((key) => [key, 'damaged']))];
      for (const one of damaged) expect(() => metric.loadStateDict(one)).toThrow(expect.objectContaining({ code: 'ERR_CHECKPOINT' }));
      expect(await metric.compute()).toEqual(value);
    });

    test('before the first example', async () => {
      const metric = of.make();
      if ('before' in of) expect(await metric.compute()).toEqual(of.before);
      else await expect(async () => metric.compute()).rejects.toThrow(NotComputableError);
    });

    test('costs no microtask where reads are copies', () => {
      const metric = of.make();
      const output = of.batch(sample(5));
      expect(metric.update(output)).toBeUndefined();
      expect(metric.compute()).not.toBeInstanceOf(Promise);
      disposeTensors(output);
    });

    for (const [what, refused] of Object.entries(of.refused)) {
      test(`refuses ${what}, and goes on as if it had not been given`, async () => {
        const metric = of.make();
        await update(of, metric, sample(9));
        const value = await metric.compute();
        const output = refused();
        await expect(async () => metric.update(output)).rejects.toBeInstanceOf(IgniteError);
        disposeTensors(output);
        expect(await metric.compute()).toEqual(value);
      });
    }
  });
}
