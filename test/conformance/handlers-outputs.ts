import { isDeepStrictEqual } from 'node:util';
import { tensor as makeTensor } from '@tensorflow/tfjs-core';
import { Engine, Events } from '../../src/engine';
import { EpochOutputStore, TerminateOnNan } from '../../src/handlers';
import { withNumbers } from './handlers-values';
import type { CaseResult } from './result';

type Output =
  | { readonly num: number } | { readonly tensor: number[] } | { readonly str: string } | { readonly none: true }
  | { readonly list: readonly Output[] } | { readonly tuple: readonly Output[] } | { readonly map: Readonly<Record<string, Output>> };

/** A case of the section `terminateOnNan`. */
export interface NanCase {
  readonly id: string;
  readonly outputs: readonly Output[];
  readonly outputTransform?: { readonly index?: number; readonly key?: string };
  readonly expected: { readonly iteration: number; readonly terminated: boolean; readonly error: unknown };
}

const quiet = { info() {}, warn() {}, error() {} };

export async function runTerminateOnNan({ id, outputs, outputTransform, expected }: NanCase): Promise<CaseResult> {
  const engine = new Engine((_, index: number) => toOutput(outputs[index]));
  const pick = outputTransform?.index ?? outputTransform?.key;
  const transform = pick === undefined ? {} : { outputTransform: (output: unknown) => (output as Record<string | number, unknown>)[pick] };
  new TerminateOnNan({ logger: quiet, ...transform }).attach(engine);
  let terminated = false;
  engine.on(Events.TERMINATE, () => void (terminated = true));
  let failed = false;
  await engine.run([...outputs.keys()], { maxEpochs: 1 }).catch(() => (failed = true));
  const ours = { iteration: engine.state.iteration, terminated, failed };
  await engine.dispose();
  return compare(id, ours, { iteration: expected.iteration, terminated: expected.terminated, failed: expected.error !== null });
}

function toOutput(output: Output | undefined): unknown {
  if (output === undefined || 'none' in output) return null;
  // A text "NaN" stays a text, so that numbers are made here and not for the whole case.
  if ('num' in output) return withNumbers(output.num);
  if ('tensor' in output) return makeTensor(withNumbers(output.tensor));
  if ('str' in output) return output.str;
  if ('map' in output) return Object.fromEntries(Object.entries(output.map).map(([key, value]) => [key, toOutput(value)]));
  return ('list' in output ? output.list : output.tuple).map(toOutput);
}

/** A case of the section `epochOutputStore`. */
export interface StoreCase {
  readonly id: string;
  readonly dataLength: number;
  readonly maxEpochs: number;
  readonly base: number;
  readonly name?: string;
  readonly outputTransform?: 'index0' | 'index1' | 'sum';
  readonly expected: { readonly epochs: readonly unknown[]; readonly lengths: readonly number[]; readonly final: readonly unknown[] };
}

export async function runEpochOutputStore({ id, dataLength, maxEpochs, base, name, outputTransform, expected }: StoreCase): Promise<CaseResult> {
  const transforms = { index0: ([a = 0]: number[]) => a, index1: ([, b = 0]: number[]) => b, sum: ([a = 0, b = 0]: number[]) => a + b };
  const engine = new Engine(({ state }, batch: number) => [2 * batch, state.iteration]);
  const store = new EpochOutputStore<number[], unknown>(outputTransform === undefined ? {} : { outputTransform: transforms[outputTransform] });
  store.attach(engine, name);
  const epochs: unknown[] = [];
  const lengths: number[] = [];
  engine.on(Events.ITERATION_COMPLETED, () => lengths.push(store.data.length));
  engine.on(Events.EPOCH_COMPLETED, ({ state }) => epochs.push({ data: [...store.data], onState: name === undefined ? null : state.attributes[name] }));
  await engine.run(Array.from({ length: dataLength }, (_, index) => base + index), { maxEpochs });
  return compare(id, { epochs, lengths, final: store.data }, expected);
}

function compare(id: string, ours: unknown, expected: unknown): CaseResult {
  if (isDeepStrictEqual(ours, expected)) return { id, outcome: 'passed' };
  return { id, outcome: 'failed', detail: `${JSON.stringify(ours)} instead of ${JSON.stringify(expected)}` };
}
