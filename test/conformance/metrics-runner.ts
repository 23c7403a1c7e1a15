import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { Engine, Events } from '../../src/engine';
import { IgniteError, NotComputableError } from '../../src/errors';
import type { AnyMetric, MetricUsage, MetricUsageName } from '../../src/metrics';
import { Accuracy, BatchFiltered, MetricsLambda } from '../../src/metrics';
import { disposeTensors, readsAreCopies } from '../../src/tensor';
import { startBackend } from '../support/backend';
import { callFunction, makeMetric, missingMetrics, takesLayout } from './metric-factory';
import type { MetricSpec } from './metric-makers/maker';
import { applyTree, combineTree } from './metric-tree';
import type { Tree } from './metric-tree';
import { difference, toInputs, toPlain } from './metric-values';
import type { InputForm } from './metric-values';
import type { CaseResult } from './result';

/** One entry of the file, ready to be checked: `check` rejects when it does not hold. */
export interface MetricCase {
  readonly id: string;
  /** Ignite's name of the metric, or what the entry is about. */
  readonly metric: string;
  /** Metrics that it needs and that are not built; it cannot be checked then. */
  readonly missing: readonly string[];
  check(): Promise<void>;
}

interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

interface Raising {
  readonly raises?: string;
  readonly raisesIn?: string;
}

interface Case extends MetricSpec, Raising, Partial<Tolerance> {
  readonly id: string;
  readonly updates: readonly (readonly unknown[])[];
  readonly unary?: boolean;
  readonly layout?: string;
  readonly sequenceTransform?: { readonly ignoreIndex?: number | readonly number[] };
  readonly function?: boolean;
  readonly parse?: 'json';
  readonly expected?: unknown;
  readonly expectedEach?: readonly unknown[];
  readonly raisesAfterReset?: string;
  readonly expectedAfterReset?: unknown;
}

interface LambdaCase extends Partial<Tolerance> {
  readonly id: string;
  readonly metrics: Readonly<Record<string, MetricSpec>>;
  readonly tree: Tree;
  readonly updates: readonly (readonly unknown[])[];
  readonly layout?: string;
  readonly expected: unknown;
}

type Attached = { readonly usage?: string | { readonly batchFiltered: { readonly every: number } } } & (
  | MetricSpec
  | { readonly tree: Tree; readonly metrics: Readonly<Record<string, MetricSpec>> }
);

interface EngineCase extends Raising, Partial<Tolerance> {
  readonly id: string;
  readonly metrics: Readonly<Record<string, Attached>>;
  readonly outputs: readonly (readonly unknown[])[];
  readonly layout?: string;
  readonly expectedPerIteration?: readonly (readonly unknown[])[];
  readonly expectedPerEpoch?: readonly unknown[];
}

interface MetricsFile extends Tolerance {
  readonly cases: readonly Case[];
  readonly lambdaCases: readonly LambdaCase[];
  readonly engineCases: readonly EngineCase[];
}

/** Every entry of a metrics.json. */
export function metricCases(file: string): MetricCase[] {
  const golden = JSON.parse(readFileSync(file, 'utf8')) as MetricsFile;
  const tolerance = (entry: Partial<Tolerance>): Tolerance => ({ rtol: entry.rtol ?? golden.rtol, atol: entry.atol ?? golden.atol });
  return [
    ...golden.cases.map((entry) => ({
      id: entry.id,
      metric: entry.metric,
      missing: [...new Set(missingMetrics(entry))],
      check: () => withoutLeaks(() => checkCase(entry, tolerance(entry))),
    })),
    ...golden.lambdaCases.map((entry) => ({
      id: entry.id,
      metric: 'lambdaCases',
      missing: [...new Set(missingMetrics(entry))],
      check: () => withoutLeaks(() => checkLambda(entry, tolerance(entry))),
    })),
    ...golden.engineCases.map((entry) => ({
      id: entry.id,
      metric: 'engineCases',
      missing: [...new Set(missingMetrics(entry.metrics))],
      check: () => withoutLeaks(() => checkEngine(entry, tolerance(entry))),
    })),
  ];
}

/** All entries of a metrics.json, on the backend that `TEST_BACKEND` names. */
export async function runMetricsFile(file: string): Promise<CaseResult[]> {
  await startBackend();
  const results: CaseResult[] = [];
  for (const { id, missing, check } of metricCases(file)) {
    if (missing.length > 0) {
      results.push({ id, outcome: 'missing', missing });
      continue;
    }
    const failure = await check().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : 'what was thrown is no error'),
    );
    results.push(failure === undefined ? { id, outcome: 'passed' } : { id, outcome: 'failed', detail: failure });
  }
  return results;
}

async function withoutLeaks(check: () => Promise<void>): Promise<void> {
  const before = tf.memory().numTensors;
  await check();
  const after = tf.memory().numTensors;
  if (after !== before) throw new Error(`leaves ${after - before} tensors behind`);
}

async function checkCase(entry: Case, tolerance: Tolerance): Promise<void> {
  if (entry.function === true) {
    await checkFunction(entry, tolerance);
    return;
  }
  const other = takesLayout(entry.metric) && entry.layout !== undefined && entry.layout !== 'NSC';
  await checkInForm(entry, { kind: 'tensor', channelsLast: true }, tolerance, {});
  await checkInForm(entry, { kind: 'host', channelsLast: !other }, tolerance, other ? { layout: 'NCHW' } : {});
}

async function checkFunction(entry: Case, tolerance: Tolerance): Promise<void> {
  const inputs = toInputs(entry.updates[0], { kind: 'tensor', channelsLast: true }) as unknown[];
  try {
    expectSame(toPlain(await callFunction(entry.metric, inputs)), toPlain(entry.expected), tolerance);
  } finally {
    disposeTensors(inputs);
  }
}

async function checkInForm(entry: Case, form: InputForm, tolerance: Tolerance, extra: object): Promise<void> {
  const parse = (value: unknown): unknown => (entry.parse === 'json' && typeof value === 'string' ? JSON.parse(value) : value);
  const same = async (metric: AnyMetric, expected: unknown): Promise<void> => expectSame(parse(await metric.compute()), expected, tolerance);
  const { raises, raisesIn, updates } = entry;
  if (raises !== undefined && raisesIn === 'construct') {
    await expectRaised(raises, () => makeMetric(entry, extra as Record<string, unknown>));
    return;
  }
  const metric = makeMetric(entry, extra as Record<string, unknown>);
  const sequence = entry.sequenceTransform === undefined ? undefined : Accuracy.getSequenceTransform(entry.sequenceTransform);
  const update = async (elements: readonly unknown[]): Promise<void> => {
    const inputs = toInputs(elements, form, entry.layout) as unknown[];
    try {
      const output = entry.unary === true ? inputs[0] : inputs;
      await metric.update(sequence === undefined ? output : await sequence(output));
    } finally {
      disposeTensors(inputs);
    }
  };
  try {
    for (const elements of raises !== undefined && raisesIn === 'update' ? updates.slice(0, -1) : updates) await update(elements);
    if (raises !== undefined) {
      await expectRaised(raises, async () => {
        if (raisesIn === 'update') await update(updates.at(-1) ?? []);
        // Where reads are dear, forbidden values are reported by compute.
        if (raisesIn === 'compute' || !readsAreCopies()) await metric.compute();
      });
      return;
    }
    await same(metric, entry.expected);
    if (entry.raisesAfterReset !== undefined) {
      metric.reset();
      await expectRaised(entry.raisesAfterReset, () => metric.compute());
    }
    if ('expectedAfterReset' in entry) {
      metric.reset();
      await update(updates.at(-1) ?? []);
      await same(metric, entry.expectedAfterReset);
    }
    if (entry.expectedEach !== undefined) {
      metric.reset();
      for (const [index, elements] of updates.entries()) {
        await update(elements);
        await same(metric, entry.expectedEach[index]);
      }
    }
  } finally {
    metric.dispose();
  }
}

async function checkLambda(entry: LambdaCase, tolerance: Tolerance): Promise<void> {
  const names = Object.keys(entry.metrics);
  const build = (): AnyMetric[] => Object.values(entry.metrics).map((spec) => makeMetric(spec));
  const both = [
    combineTree(entry.tree, byName(names, build())),
    new MetricsLambda((...values: readonly unknown[]) => applyTree(entry.tree, byName(names, values)), build()),
  ];
  for (const metric of both) {
    for (const elements of entry.updates) {
      const inputs = toInputs(elements, { kind: 'tensor', channelsLast: true }, entry.layout);
      await metric.update(inputs);
      disposeTensors(inputs);
    }
    expectSame(await metric.compute(), entry.expected, tolerance);
    metric.dispose();
  }
}

async function checkEngine(entry: EngineCase, tolerance: Tolerance): Promise<void> {
  const epochLength = entry.outputs[0]?.length ?? 0;
  const engine = new Engine(({ state }) =>
    toInputs(entry.outputs[state.epoch - 1]?.[(state.iteration - 1) % epochLength], { kind: 'tensor', channelsLast: true }, entry.layout),
  );
  const metrics: AnyMetric[] = [];
  const attach = (): void => {
    for (const [name, spec] of Object.entries(entry.metrics)) {
      const metric = 'tree' in spec ? combineTree(spec.tree, byName(Object.keys(spec.metrics), Object.values(spec.metrics).map((one) => makeMetric(one)))) : makeMetric(spec);
      metrics.push(metric);
      metric.attach(engine, name, usageOf(spec));
    }
  };
  const run = (): Promise<unknown> => engine.run(undefined, { maxEpochs: entry.outputs.length, epochLength });
  try {
    if (entry.raises !== undefined && entry.raisesIn === 'attach') {
      await expectRaised(entry.raises, attach);
      return;
    }
    attach();
    if (entry.raises !== undefined) {
      await expectRaised(entry.raises, run);
      return;
    }
    const perIteration: unknown[][] = entry.outputs.map(() => []);
    const perEpoch: unknown[] = [];
    engine.on(Events.ITERATION_COMPLETED, ({ state }) => void perIteration[state.epoch - 1]?.push(structuredClone(state.metrics)));
    engine.on(Events.EPOCH_COMPLETED, ({ state }) => void perEpoch.push(structuredClone(state.metrics)));
    await run();
    expectSame(perIteration, entry.expectedPerIteration, tolerance);
    expectSame(perEpoch, entry.expectedPerEpoch, tolerance);
  } finally {
    await engine.dispose();
    for (const metric of metrics) metric.dispose();
  }
}

function usageOf(spec: Attached): MetricUsage | MetricUsageName | undefined {
  const epochBound = 'options' in spec ? spec.options.epochBound : undefined;
  if (epochBound !== undefined && epochBound !== null) return epochBound === true ? 'singleEpochRunningBatchWise' : 'runningBatchWise';
  if (typeof spec.usage === 'object') return BatchFiltered(spec.usage.batchFiltered);
  // A name that no usage has is for the metric to refuse.
  return spec.usage?.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as MetricUsageName | undefined;
}

function byName<T>(names: readonly string[], values: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] as T]));
}

function expectSame(got: unknown, expected: unknown, tolerance: Tolerance): void {
  const found = difference(got, expected, tolerance);
  if (found !== undefined) throw new Error(found);
}

async function expectRaised(kind: string, attempt: () => unknown): Promise<void> {
  let raised: unknown;
  try {
    await attempt();
  } catch (error) {
    raised = error;
  }
  if (raised === undefined) throw new Error(`expected an error (${kind}), got none`);
  const fits = kind === 'not computable' ? raised instanceof NotComputableError : raised instanceof IgniteError;
  if (!fits) throw new Error(`expected an error of this library (${kind}), got ${raised instanceof Error ? `${raised.name}: ${raised.message}` : typeof raised}`, { cause: raised });
}
