import * as tf from '@tensorflow/tfjs-core';
import { Engine, Events } from '../../src/engine';
import { OptionError } from '../../src/errors';
import type { EMAHandlerOptions } from '../../src/handlers';
import { EMAHandler } from '../../src/handlers';
import type { FilterJson } from './scenario';
import { filtered } from './engine-player';
import type { CaseResult } from './result';

type Options = Omit<EMAHandlerOptions, 'model' | 'logger'>;

interface Values {
  readonly weights: readonly number[];
  readonly floatBuffer?: readonly number[];
  readonly intBuffer?: readonly number[];
}

/** After each iteration; `emaTraining` is torch's flag of the module, where here the mode is passed with each call. */
interface Outcome {
  readonly ema: readonly (readonly number[])[];
  readonly emaFloatBuffer?: readonly (readonly number[])[];
  readonly emaIntBuffer?: readonly (readonly number[])[];
  readonly momentum: readonly number[];
  readonly warnings: readonly { readonly about: string }[];
}

/** A case of the section `ema`. */
export interface EmaCase {
  readonly id: string;
  readonly options: Options;
  readonly initial: Values;
  readonly updates: readonly Values[];
  readonly attach?: { readonly name?: string; readonly event?: keyof typeof Events; readonly filter?: FilterJson; readonly existing?: number; readonly warnIfExists?: boolean };
  readonly expected: Outcome | { readonly error: unknown };
}

type Played = Omit<Outcome, 'warnings'> & { readonly warnings: number };

export async function runEma(one: EmaCase): Promise<CaseResult> {
  const { id, options, expected } = one;
  const isHalfWarmUp = (options.momentumWarmup === undefined) !== (options.warmupIters === undefined);
  let ours: Played;
  try {
    ours = await play(one);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    if ('error' in expected) return { id, outcome: 'passed' };
    return isHalfWarmUp ? { id, outcome: 'departed', departures: ['Half a warm-up is refused'] } : { id, outcome: 'failed', detail: String(error) };
  }
  if ('error' in expected || isHalfWarmUp) return { id, outcome: 'failed', detail: 'was not refused' };
  const golden: Played = { ...expected, warnings: expected.warnings.length };
  if (same(ours, golden)) return { id, outcome: 'passed' };
  const departures = rulesFor(one);
  if (departures.length > 0 && same(ours, simulate(one))) return { id, outcome: 'departed', departures };
  return { id, outcome: 'failed', detail: `${JSON.stringify(ours)} instead of ${JSON.stringify(golden)}` };
}

async function play({ options, initial, updates, attach = {} }: EmaCase): Promise<Played> {
  const variables = {
    weights: tf.variable(tf.tensor1d([...initial.weights])),
    ...(initial.floatBuffer === undefined ? {} : { floatBuffer: tf.variable(tf.tensor1d([...initial.floatBuffer])) }),
    ...(initial.intBuffer === undefined ? {} : { intBuffer: tf.variable(tf.tensor1d([...initial.intBuffer], 'int32')) }),
  };
  const { weights, ...buffers } = variables;
  const entries = Object.entries<tf.Variable>(variables) as [keyof Values, tf.Variable][];
  const model = {
    forward: (x: tf.Tensor) => x,
    parameters: () => [{ name: 'weights', variable: weights as tf.Variable }],
    buffers: () => Object.entries<tf.Variable>(buffers).map(([name, variable]) => ({ name, variable })),
  };
  const engine = new Engine((_, update: Values) => {
    for (const [name, variable] of entries) tf.tidy(() => variable.assign(tf.tensor1d([...(update[name] ?? [])], variable.dtype as 'float32')));
  });
  let warnings = 0;
  const ema = new EMAHandler({ ...options, model, logger: { info() {}, warn: () => (warnings += 1), error() {} } });
  const { name = 'emaMomentum', event = 'ITERATION_COMPLETED', filter, existing, warnIfExists = true } = attach;
  if (existing !== undefined) engine.state.attributes[name] = existing;
  ema.attach(engine, { name, warnIfExists, event: filtered(Events[event], filter) });
  const read = (variable: tf.Variable | undefined): number[] => [...(variable?.dataSync() ?? [])];
  const rows: { values: Record<string, number[]>; momentum: number }[] = [];
  engine.on(Events.ITERATION_COMPLETED, ({ state }) => {
    const values = ema.withAveragedWeights(() => Object.fromEntries(entries.map(([key, variable]) => [key, read(variable)])));
    rows.push({ values, momentum: Number(state.attributes[name]) });
  });
  await engine.run(updates);
  const column = (key: keyof Values): number[][] => rows.map(({ values }) => values[key] ?? []);
  return {
    ema: column('weights'),
    ...(initial.floatBuffer === undefined ? {} : { emaFloatBuffer: column('floatBuffer') }),
    ...(initial.intBuffer === undefined ? {} : { emaIntBuffer: column('intBuffer') }),
    momentum: rows.map(({ momentum }) => momentum),
    warnings,
  };
}

/** The departures that a case touches. */
function rulesFor({ options, initial, attach = {} }: EmaCase): string[] {
  const { handleBuffers = 'copy', warmupIters } = options;
  const { name = 'ema_momentum', event = 'ITERATION_COMPLETED', filter } = attach;
  const rules: string[] = [];
  if (warmupIters !== undefined && name !== 'ema_momentum') rules.push('Warm-up works under any name');
  const isCopied = (handleBuffers === 'copy' && initial.floatBuffer !== undefined) || (handleBuffers !== 'ema_train' && initial.intBuffer !== undefined);
  if (isCopied && (event !== 'ITERATION_COMPLETED' || filter !== undefined)) rules.push('Copied buffers are copies');
  return rules;
}

/** What the documentation says, in its own words and apart from the implementation; for handlers of ITERATION_COMPLETED. */
function simulate({ options, initial, updates, attach = {} }: EmaCase): Played {
  const { momentum = 0.0002, momentumWarmup: from, warmupIters: over, handleBuffers = 'copy' } = options;
  const fires = (iteration: number): boolean => {
    const { every = 1, once, after, before } = attach.filter ?? {};
    const counts = once === undefined ? undefined : typeof once === 'number' ? [once] : once;
    // Within limits a handler is called at the first count and at every so many after it.
    const first = after === undefined && before === undefined ? every : (after ?? 0) + 1;
    return counts?.includes(iteration) ?? (iteration >= first && iteration < (before ?? Infinity) && (iteration - first) % every === 0);
  };
  let averages: Values = initial;
  let attribute = attach.existing ?? momentum;
  let count = 0;
  const rows: { values: Values; momentum: number }[] = [];
  for (const [index, online] of updates.entries()) {
    if (fires(index + 1)) {
      if (from !== undefined && over !== undefined) {
        const share = over === 1 ? count : count / (over - 1);
        attribute = share >= 1 ? momentum : from + (momentum - from) * share;
      }
      count++;
      const mean = (old: readonly number[], now: readonly number[]): number[] => old.map((value, at) => Math.fround(value * (1 - attribute) + (now[at] ?? NaN) * attribute));
      const { floatBuffer, intBuffer } = handleBuffers === 'ema_train' ? averages : online;
      averages = {
        weights: mean(averages.weights, online.weights),
        ...(floatBuffer === undefined ? {} : { floatBuffer: handleBuffers === 'update' ? mean(averages.floatBuffer ?? [], floatBuffer) : floatBuffer }),
        ...(intBuffer === undefined ? {} : { intBuffer }),
      };
    }
    rows.push({ values: averages, momentum: attribute });
  }
  return {
    ema: rows.map(({ values }) => values.weights),
    ...(initial.floatBuffer === undefined ? {} : { emaFloatBuffer: rows.map(({ values }) => values.floatBuffer ?? []) }),
    ...(initial.intBuffer === undefined ? {} : { emaIntBuffer: rows.map(({ values }) => values.intBuffer ?? []) }),
    momentum: rows.map((row) => row.momentum),
    warnings: attach.existing !== undefined && attach.warnIfExists !== false ? 1 : 0,
  };
}

function same(ours: Played, expected: Played): boolean {
  const numbers = ({ ema, emaFloatBuffer, emaIntBuffer, momentum, warnings }: Played): (number | undefined)[] => [
    ...[ema, emaFloatBuffer ?? [], emaIntBuffer ?? []].flatMap((rows) => [rows.length, ...rows.flatMap((row) => [row.length, ...row])]),
    ...momentum,
    warnings,
  ];
  const [got, wanted] = [numbers(ours), numbers(expected)];
  return got.length === wanted.length && got.every((value = NaN, index) => Math.abs(value - (wanted[index] ?? NaN)) <= 1e-6 * Math.max(1, Math.abs(value)));
}
